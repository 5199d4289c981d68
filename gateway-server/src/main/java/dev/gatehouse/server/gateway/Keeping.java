package dev.gatehouse.server.gateway;

import dev.gatehouse.audit.retain.Archive;
import dev.gatehouse.audit.retain.ArchiveBucket;
import dev.gatehouse.audit.retain.ArchiveDirectory;
import dev.gatehouse.audit.retain.ArchivePlace;
import dev.gatehouse.audit.retain.FloorKeeper;
import dev.gatehouse.audit.retain.Floors;
import dev.gatehouse.audit.retain.Lowerings;
import dev.gatehouse.audit.retain.Retention;
import dev.gatehouse.audit.retain.UploadFile;
import dev.gatehouse.audit.s3.S3Client;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.egress.OperatorHttp;
import dev.gatehouse.core.audit.FieldClasses;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.server.config.GatehouseConfig;
import dev.gatehouse.server.config.TrailConfig;
import dev.gatehouse.server.sink.Outside;
import dev.gatehouse.server.sink.S3Clients;
import dev.gatehouse.server.trail.KeepTimes;
import dev.gatehouse.server.trail.RetentionRoutes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long records are kept, as the configuration says and at least as long as two owners have not agreed to less. */
final class Keeping implements AutoCloseable {
    /** For one part of an archive. */
    private static final Duration PART_WITHIN = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);

    private final Resources resources = new Resources();
    private final Floors floors;
    private final FloorKeeper keeper;
    private final Retention retention;
    private final RecordedChange.Place place;
    private volatile KeepTimes times;

    /** The configuration is in force from now on. */
    Keeping(Foundation foundation, GatehouseConfig config, Clocks clocks) {
        floors = foundation.floors();
        place = foundation.place(clocks);
        times = KeepTimes.of(config);
        floors.raise(times.days());
        keeper = resources.add(FloorKeeper.start(floors, place));
        retention = resources.add(Retention.start(
                place,
                config.audit()
                        .archive()
                        .map(archive ->
                                new Archive(archivePlace(archive, foundation.data(), clocks), place.database()))));
        warnings().forEach(LOG::warn);
    }

    private ArchivePlace archivePlace(TrailConfig.ArchiveConfig archive, DataDirectory data, Clocks clocks) {
        if (archive.directory().isPresent()) {
            return new ArchiveDirectory(archive.directory().get());
        }
        OperatorHttp http = resources.add(OperatorHttp.patient(PART_WITHIN));
        S3Client s3 = S3Clients.of(archive.s3().orElseThrow(), Outside.sending(http, PART_WITHIN), clocks.wall());
        return new ArchiveBucket(s3, new UploadFile(data.uploads()));
    }

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

    /** For a gateway that does not run. */
    static RetentionRoutes routes(GatehouseConfig config, RecordedChange.Place place) {
        KeepTimes times = KeepTimes.of(config);
        return new RetentionRoutes(new Lowerings(place), () -> times);
    }

    List<AdminRoute> routes() {
        return new RetentionRoutes(new Lowerings(place), () -> times).routes();
    }

    Retention retention() {
        return retention;
    }

    /** Another configuration is in force. */
    void published(GatehouseConfig config) {
        times = KeepTimes.of(config);
        floors.raise(times.days());
        keeper.soon();
        warnings().forEach(LOG::warn);
    }

    /** Somebody changed something. Does not block. */
    void soon() {
        keeper.soon();
    }

    /** What is in force in the place of what the configuration says. */
    List<String> warnings() {
        return floors.areKnown()
                ? times.warnings(floors::days)
                : List.of("audit records are kept for " + Floors.DAYS_MAX
                        + " days until PostgreSQL is back: the local copy of how long they must be kept is lost");
    }

    /** How many times are shorter than what holds. */
    int unshortened() {
        return times.shorter(floors::days).size();
    }

    @Override
    public void close() {
        resources.close();
    }
}
