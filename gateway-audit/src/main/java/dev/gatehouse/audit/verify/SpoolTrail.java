package dev.gatehouse.audit.verify;

import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.audit.segment.RecordKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The trail that a gateway has on its own disk. What it shipped some time ago is not there any more. */
public final class SpoolTrail implements Trail {
    private static final String ID_FILE = "gateway-id";

    private final Path directory;
    private final String gateway;

    private SpoolTrail(Path directory, String gateway) {
        this.directory = directory;
        this.gateway = gateway;
    }

    /**
     * Reads who wrote it. The gateway may run, but then its last record may be read while it is written.
     *
     * @throws IOException when this is no spool
     */
    public static SpoolTrail open(Path directory) throws IOException {
        Path id = directory.resolve(ID_FILE);
        if (!Files.isRegularFile(id)) {
            throw new IOException(directory + " is no audit spool: it has no file " + ID_FILE);
        }
        return new SpoolTrail(directory, Files.readString(id).strip());
    }

    @Override
    public Extent extent() {
        return Extent.RECENT;
    }

    @Override
    public List<String> gateways() {
        return List.of(gateway);
    }

    @Override
    public boolean isDropped(int keepDays, LocalDate day) {
        return false;
    }

    @Override
    public Entries records(String ofGateway, Position from) throws IOException {
        return new Filtered(
                SpoolEntries.open(directory),
                entry -> !(entry instanceof Entry.Found) || !from.isAfter(entry.position()));
    }

    @Override
    public Entries blocks(String ofGateway) throws IOException {
        return new Filtered(SpoolEntries.open(directory), SpoolTrail::isBlock);
    }

    @Override
    public void close() {}

    static boolean isBlock(@Nullable Entry entry) {
        return entry instanceof Entry.Found found && found.row().record().kind() == RecordKind.BLOCK;
    }
}
