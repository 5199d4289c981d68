package dev.gatehouse.server.report;

import dev.gatehouse.auth.admin.shape.About;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A report as JSON. */
record ReportView(
        String name,
        String title,
        @About("When it was made.") Instant madeAt,
        @About("Who asked for it.") String madeBy,
        @About("The command that makes it anew.") String query,

        @About("Of what happened: not before.") Optional<Instant> from,

        @About("Before.") Optional<Instant> to,

        @About("Of what stood: as of this time.") Optional<Instant> asOf,

        @About("The configuration that was in force when it was made.")
        String revision,

        @About("Of each gateway the signed block that the report goes as far as; nothing later is in it.")
        List<BlockView> blocks,

        @About("SHA-256 over the rows of the sections whose basis is `sealed`; see docs/audit-reports.md.")
        String sha256,

        @About("What it is evidence for; evidence is not compliance.")
        List<ControlView> controls,

        List<SectionView> sections) {

    record BlockView(
            String gateway,
            @About("Of the last record that is covered.") long epoch,
            long seq,
            @About("The chain of blocks.") long chain,
            @About("The number of the block in it.") long block,

            @About("Of the header of the block, which names the one before it.")
            String sha256,

            Instant at) {}

    record ControlView(
            String framework,
            String id,
            @About("What in the report is evidence.") String evidence) {}

    record SectionView(
            String name,
            String title,
            String about,

            @About("`sealed`: out of what is sealed; `now`: as it stood when the report was made.")
            BasisWord basis,

            List<String> columns,
            @About("Each with a text for each column.") List<RowView> rows,

            @About("There were more rows than a report holds.")
            boolean cut) {}

    enum BasisWord {
        SEALED,
        NOW
    }

    record RowView(List<String> cells) {}
}
