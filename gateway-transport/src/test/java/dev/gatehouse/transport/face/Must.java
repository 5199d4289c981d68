package dev.gatehouse.transport.face;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing that the specification demands of a gateway, and what shows that it is done: a transcript that is played, a
 * test elsewhere, or the reason why there is none.
 *
 * @param section where the specification says so, {@code 26/} standing for 2026-07-28, and so on
 * @param level {@code MUST} or {@code MUST NOT}
 * @param tests {@code path/from/the/root/SomeTest.java#method}
 * @param reason empty when there is a transcript or a test
 */
record Must(
        String id,
        String section,
        String level,
        String demand,
        List<Transcript.Step> transcript,
        List<String> tests,
        String reason) {

    /** The entries of one file; lines that begin with {@code #} are its title and comments. */
    static List<Must> read(List<String> lines) {
        List<Must> musts = new ArrayList<>();
        List<String> entry = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("== ") && !entry.isEmpty()) {
                musts.add(of(entry));
                entry.clear();
            }
            if (!line.startsWith("#") && !(entry.isEmpty() && line.isBlank())) {
                entry.add(line);
            }
        }
        musts.add(of(entry));
        return musts;
    }

    private static Must of(List<String> entry) {
        String[] head = entry.getFirst().substring("== ".length()).split(" \\| ", -1);
        List<String> demand = new ArrayList<>();
        List<String> tests = new ArrayList<>();
        List<String> reason = new ArrayList<>();
        List<String> transcript = entry.stream()
                .skip(1)
                .dropWhile(line -> !line.startsWith(">>> "))
                .toList();
        for (String line : entry.subList(1, entry.size() - transcript.size())) {
            if (line.startsWith("test: ")) {
                tests.add(line.substring("test: ".length()));
            } else if (line.startsWith("why: ")) {
                reason.add(line.substring("why: ".length()));
            } else if (!line.isBlank()) {
                demand.add(line);
            }
        }
        return new Must(
                head[0],
                head[1],
                head[2],
                String.join(" ", demand),
                Transcript.read(transcript),
                List.copyOf(tests),
                String.join(" ", reason));
    }
}
