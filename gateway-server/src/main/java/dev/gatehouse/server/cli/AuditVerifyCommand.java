package dev.gatehouse.server.cli;

import dev.gatehouse.audit.verify.ExportTrail;
import dev.gatehouse.audit.verify.Fault;
import dev.gatehouse.audit.verify.Report;
import dev.gatehouse.audit.verify.SpoolTrail;
import dev.gatehouse.audit.verify.Trail;
import dev.gatehouse.audit.verify.TrustedKeys;
import dev.gatehouse.audit.verify.Verifier;
import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gatehouse audit verify}: whether the trail is what was recorded. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = AuditCommand.MISUSED,
        description = {
            "Tells whether the audit trail is what was recorded: signatures, order, every record and every column.",
            "A key and anchors from a place that the trail's administrators cannot change make that a proof. How to do the same",
            "without this program: docs/audit-format.md."
        },
        footer = {
            "",
            "Example: gatehouse audit verify --config gatehouse.yaml --keys audit.pub --anchors anchors.txt",
            "Example: gatehouse audit verify --source trail.jsonl.gz --keys audit.pub",
            AuditCommand.EXIT_CODES
        })
final class AuditVerifyCommand implements Callable<Integer> {
    private static final String DATABASE = "database";
    private static final String SPOOL = "spool";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "the configuration file; not needed for an export with --keys")
    private @Nullable Path config;

    @Option(
            names = "--source",
            paramLabel = "WHAT",
            defaultValue = DATABASE,
            description = "database, spool, or the file of an export (default: ${DEFAULT-VALUE})")
    private String source = DATABASE;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description =
                    "public keys, one in each line (default: audit.pub of the data directory, which proves nothing"
                            + " against those who may write there)")
    private @Nullable Path keys;

    @Option(
            names = "--anchors",
            paramLabel = "FILE",
            description = "checkpoints that were kept elsewhere; may be repeated (default: the files that the"
                    + " configuration names, as far as they are here)")
    private List<Path> anchors = new ArrayList<>();

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        try {
            Optional<TrailPlace> place = place();
            boolean isFile = !source.equals(DATABASE) && !source.equals(SPOOL);
            if (place.isEmpty() && (!isFile || keys == null)) {
                return output.fail(AuditCommand.MISUSED, "--config is needed, except for an export with --keys");
            }
            TrustedKeys trusted =
                    TrustedKeys.read(keys == null ? place.orElseThrow().publicKeys() : keys);
            List<Path> kept = anchors.isEmpty() ? place.map(TrailPlace::anchors).orElse(List.of()) : anchors;
            try (Trail trail = open(place)) {
                Report report = Verifier.verify(trail, trusted, kept, Instant.now());
                output.print(Terminal.safe(text(report, kept)), json(report));
                return report.exitCode();
            }
        } catch (BadConfigurationException e) {
            return output.fail(AuditCommand.MISUSED, Terminal.messageOf(e));
        } catch (IOException e) {
            return output.fail(AuditCommand.UNREADABLE, Terminal.messageOf(e));
        }
    }

    private Optional<TrailPlace> place() throws BadConfigurationException {
        return config == null
                ? Optional.empty()
                : Optional.of(new TrailPlace(
                        ConfigOption.load(config.toAbsolutePath().normalize()).config()));
    }

    private Trail open(Optional<TrailPlace> place) throws IOException {
        return switch (source) {
            case DATABASE -> place.orElseThrow().database();
            case SPOOL -> SpoolTrail.open(place.orElseThrow().spool());
            default -> export(Path.of(source));
        };
    }

    private static Trail export(Path file) throws IOException {
        try {
            return ExportTrail.open(file);
        } catch (IOException e) {
            throw new IOException(file + ": " + Terminal.messageOf(e), e);
        }
    }

    private String text(Report report, List<Path> kept) {
        List<String> lines = new ArrayList<>();
        report.faults().forEach(fault -> lines.add(fault.toString()));
        long untold = report.altered() + report.incomplete() - report.faults().size();
        if (untold > 0) {
            lines.add("and " + untold + " more");
        }
        report.notes().forEach(note -> lines.add("note: " + note));
        warnings(kept).forEach(warning -> lines.add("warning: " + warning));
        lines.add(report.records() + " records, " + report.blocks() + " blocks, " + report.anchors() + " anchors"
                + counted(report.leftOut(), "known by their hashes")
                + counted(report.notYetSealed(), "not yet sealed")
                + counted(report.beforeFirstBlock(), "before the first block")
                + counted(report.expired(), "expired")
                + ": " + verdict(report));
        return String.join("\n", lines);
    }

    private List<String> warnings(List<Path> kept) {
        List<String> warnings = new ArrayList<>();
        if (keys == null) {
            warnings.add("the keys are those of the data directory: nothing is proved against whoever may write there");
        }
        if (kept.isEmpty()) {
            warnings.add("without anchors nobody can tell whether the end was cut off");
        }
        return warnings;
    }

    private static String counted(long count, String what) {
        return count == 0 ? "" : ", " + count + " " + what;
    }

    private static String verdict(Report report) {
        return switch (report.exitCode()) {
            case Report.WHOLE -> "whole";
            case Report.ALTERED -> "altered";
            default -> "incomplete";
        };
    }

    private Json json(Report report) {
        ArrayWriter faults = Json.array();
        for (Fault fault : report.faults()) {
            faults.add(Json.object()
                    .put("gateway", fault.gateway())
                    .put("epoch", fault.position().epoch())
                    .put("seq", fault.position().seq())
                    .put("kind", fault.kind() == Fault.Kind.ALTERED ? "altered" : "incomplete")
                    .put("reason", fault.reason())
                    .build());
        }
        return Json.object()
                .put("verdict", verdict(report))
                .put("records", report.records())
                .put("blocks", report.blocks())
                .put("anchors", report.anchors())
                .put("leftOut", report.leftOut())
                .put("notYetSealed", report.notYetSealed())
                .put("beforeFirstBlock", report.beforeFirstBlock())
                .put("expired", report.expired())
                .put("altered", report.altered())
                .put("incomplete", report.incomplete())
                .put("keysOfDataDirectory", keys == null)
                .put("faults", faults.build())
                .put("notes", Json.ofStrings(report.notes()))
                .build();
    }
}
