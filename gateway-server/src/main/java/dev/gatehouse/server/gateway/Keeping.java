package dev.gatehouse.server.gateway;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Revision;
import java.util.Optional;

/** For how many days the records of a bundle are kept, as the configuration in force says. */
final class Keeping {
    private Keeping() {}

    static int days(Revision revision, Optional<BundleName> name, int otherwise) {
        return name.flatMap(revision::bundle)
                .map(Bundle::audit)
                .map(audit -> (int) audit.retention().toDays())
                .orElse(otherwise);
    }
}
