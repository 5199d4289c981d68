package dev.gatehouse.server.cli;

import dev.gatehouse.audit.table.RowSelection;
import dev.gatehouse.audit.verify.DatabaseTrail;
import dev.gatehouse.audit.verify.TrailExport;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gatehouse audit export}: the trail as a file that others can verify. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = AuditCommand.MISUSED,
        description = {
            "Writes the trail of one gateway from the database, gzipped JSON Lines of docs/audit-format.md: all of it, or what",
            "is asked for. Of records that are left out it holds the hashes, so that the others can still be proved."
        },
        footer = {
            "",
            "Example: gatehouse audit export --config gatehouse.yaml --from 2026-11-01T00:00:00Z --out november.jsonl.gz",
            "Exit codes: 0 done, 2 something cannot be read or written, 3 wrong usage."
        })
final class AuditExportCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "the file to be written; replaced when it is there")
    private Path out;

    @Option(names = "--gateway", paramLabel = "ID", description = "of this gateway; needed where there are several")
    private @Nullable String gateway;

    @Option(names = "--from", paramLabel = "TIME", description = "not before: 2026-11-01T00:00:00Z")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "before: 2026-12-01T00:00:00Z")
    private @Nullable String to;

    @Option(names = "--bundle", paramLabel = "NAME", description = "only what belongs to this bundle")
    private @Nullable String bundle;

    @Option(names = "--agent", paramLabel = "NAME", description = "only calls of this agent")
    private @Nullable String agent;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        RowSelection selection;
        try {
            selection = new RowSelection(
                    Optional.ofNullable(from).map(Instant::parse),
                    Optional.ofNullable(to).map(Instant::parse),
                    Optional.ofNullable(bundle),
                    Optional.ofNullable(agent),
                    Optional.empty());
        } catch (DateTimeParseException e) {
            return output.fail(AuditCommand.MISUSED, "no time like 2026-11-01T00:00:00Z: " + e.getParsedString());
        }
        try (DatabaseTrail trail = new TrailPlace(config.load().config()).database()) {
            List<String> gateways = trail.gateways();
            if (gateway == null ? gateways.size() != 1 : !gateways.contains(gateway)) {
                return output.fail(AuditCommand.MISUSED, "--gateway names one of: " + String.join(", ", gateways));
            }
            String of = gateway == null ? gateways.getFirst() : gateway;
            return written(of, write(trail, of, selection));
        } catch (BadConfigurationException e) {
            return output.fail(AuditCommand.MISUSED, Terminal.messageOf(e));
        } catch (IOException e) {
            return output.fail(AuditCommand.UNREADABLE, Terminal.messageOf(e));
        }
    }

    /** Under another name until it is whole: nobody takes a part for all. */
    private TrailExport.Written write(DatabaseTrail trail, String of, RowSelection selection) throws IOException {
        Path target = out.toAbsolutePath();
        Path unfinished = target.resolveSibling(target.getFileName() + ".tmp");
        try {
            TrailExport.Written written;
            try (OutputStream file = Files.newOutputStream(unfinished)) {
                written = TrailExport.write(trail, of, selection, Instant.now(), file);
            }
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
            return written;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private int written(String of, TrailExport.Written written) {
        output.print(
                out + ": " + written.records() + " records of gateway " + of
                        + (written.leftOut() == 0 ? "" : ", and the hashes of " + written.leftOut() + " others"),
                Json.object()
                        .put("file", out.toString())
                        .put("gateway", of)
                        .put("records", written.records())
                        .put("leftOut", written.leftOut())
                        .build());
        return ExitCode.OK;
    }
}
