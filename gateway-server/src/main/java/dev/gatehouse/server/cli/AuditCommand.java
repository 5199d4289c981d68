package dev.gatehouse.server.cli;

import picocli.CommandLine.Command;

/** {@code gatehouse audit …}: the trail, for those who do not take our word for it. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = {
            "Verifies the audit trail, and exports it for others to verify: no gateway has to run for that.",
            "Searches and follows it, sums up what was used, and holds records whose time is over: through the admin"
                    + " API."
        },
        subcommands = {
            AuditVerifyCommand.class,
            AuditExportCommand.class,
            AuditSearchCommand.class,
            AuditTailCommand.class,
            AuditShowCommand.class,
            AuditTreeCommand.class,
            AuditUsageCommand.class,
            AuditReportCommand.class,
            FilterCommand.class,
            HoldCommand.class,
            RetentionCommand.class,
            AlertCommand.class,
            EraseCommand.class
        },
        footer = {"", "Example: gatehouse audit verify --config gatehouse.yaml", AuditCommand.EXIT_CODES})
final class AuditCommand {
    /** These verbs have codes of their own, so that a script can tell an altered trail from a bad disk. */
    static final String EXIT_CODES =
            "Exit codes: 0 whole, 1 altered, 2 incomplete: something cannot be read, 3 wrong usage.";

    static final int UNREADABLE = 2;
    static final int MISUSED = 3;

    private AuditCommand() {}
}
