package dev.gatehouse.audit.report;

import dev.gatehouse.core.digest.Sha256;
import dev.gatehouse.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/** What two reports with the same rows have in common. */
final class RowDigest {
    private RowDigest() {}

    /**
     * SHA-256 over the rows of all sections that are sealed, or of all where none is: for each a line with its name and columns, then a line for each
     * row, each line a JSON array of texts and a line feed.
     */
    static String of(List<Section> sections) {
        MessageDigest digest = Sha256.begin();
        boolean isSealed = sections.stream().anyMatch(section -> section.basis() == Section.Basis.SEALED);
        for (Section section : sections) {
            if (!isSealed || section.basis() == Section.Basis.SEALED) {
                line(digest, List.of(section.name()));
                line(digest, section.columns());
                section.rows().forEach(row -> line(digest, row));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void line(MessageDigest digest, List<String> texts) {
        digest.update(Json.ofStrings(texts).toString().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }
}
