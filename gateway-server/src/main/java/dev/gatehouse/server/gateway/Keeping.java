package dev.gatehouse.server.gateway;

import dev.gatehouse.audit.retain.Archive;
import dev.gatehouse.audit.retain.Retention;
import dev.gatehouse.core.audit.FieldClasses;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.server.config.TrailConfig;
import java.util.Optional;

/** How long records are kept, as the configuration says. */
final class Keeping {
    private Keeping() {}

    /** The configuration in force decides for how many days what is recorded now is kept. */
    static int days(Revision revision, Optional<BundleName> name, int otherwise) {
        return name.flatMap(revision::bundle)
                .map(Bundle::audit)
                .map(audit -> (int) audit.retention().toDays())
                .orElse(otherwise);
    }

    /** In which form records of a bundle, or of none, speak of people. */
    static FieldClasses fields(Revision revision, Optional<BundleName> name, FieldClasses otherwise) {
        return name.flatMap(revision::bundle)
                .map(bundle -> bundle.audit().fields())
                .orElse(otherwise);
    }

    static Retention retention(TrailConfig trail, RecordedChange.Place place) {
        return Retention.start(
                place, trail.archive().map(archive -> new Archive(archive.directory(), place.database())));
    }
}
