package dev.gatehouse.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A report as a page and as a table: whatever stands in records stays text. */
class ReportFormsTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private static ReportView report(boolean cut, String... cells) {
        ReportView.SectionView section = new ReportView.SectionView(
                "rows",
                "Rows & more",
                "What there is.",
                ReportView.BasisWord.SEALED,
                List.of("one", "two", "three"),
                List.of(new ReportView.RowView(List.of(cells))),
                cut);
        ReportView.SectionView state = new ReportView.SectionView(
                "state", "State", "Now.", ReportView.BasisWord.NOW, List.of("what"), List.of(), false);
        return new ReportView(
                "changes",
                "Administrative changes",
                NOON,
                "corp/ann",
                "gatehouse audit report changes",
                Optional.of(NOON.minusSeconds(60)),
                Optional.of(NOON),
                Optional.empty(),
                "rev",
                List.of(new ReportView.BlockView("g", 1, 9, 1, 3, "ab".repeat(32), NOON)),
                "cd".repeat(32),
                List.of(new ReportView.ControlView("SOC 2", "CC8.1", "Shows changes.")),
                List.of(section, state));
    }

    @Test
    void every_line_of_a_table_has_the_same_number_of_fields() {
        String csv = CsvText.of(report(true, "a", "b,\"c\"\r\nd", ""));
        assertThat(csv)
                .contains("report,revision,rev,\r\n")
                .contains("rows,one,two,three\r\n")
                .contains("rows,a,\"b,\"\"c\"\"\r\nd\",\r\n")
                .contains("rows,cut at 1 row; narrow the period or the bundle,,\r\n")
                .contains("report,SOC 2 CC8.1,Shows changes.,\r\n")
                .endsWith("state,what,,\r\n");
        assertThat(csv.replaceAll("\"[^\"]*(\"\"[^\"]*)*\"", "x").split("\r\n"))
                .allMatch(line -> line.split(",", -1).length == 4);
    }

    @Test
    void no_cell_runs_in_a_spreadsheet() {
        for (String begin : List.of("=", "+", "-", "@", "\t", "\r", "\n")) {
            assertThat(CsvText.field(begin + "cmd")).matches("(?s)\"?'.*");
        }
        assertThat(CsvText.field("a=b")).isEqualTo("a=b");
        assertThat(CsvText.field("\u001b[2J\u202Egnp.exe")).isEqualTo("\uFFFD[2J\uFFFDgnp.exe");
    }

    @Test
    void a_page_escapes_what_it_shows_and_needs_nothing_else() {
        String html = new ReportPage(report(true, "<script>alert(1)</script>", "\" onload=\"x", "\u001b")).html();
        assertThat(html)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&quot; onload", "Rows &amp; more")
                .contains("cut at 1 row", "<th scope=\"col\">one</th>", "lang=\"en\"", "CC8.1")
                .contains("As it stood when this report was made.")
                .contains("Nothing.")
                .doesNotContain("<script", "<link", "<img", "src=", "onload=", "http:", "https:", "\u001b");
        assertThat(html.split("<h1", -1)).hasSize(2);
    }
}
