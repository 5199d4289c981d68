package dev.gatehouse.server.cases;

import dev.gatehouse.core.json.ArrayWriter;
import dev.gatehouse.core.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What became of all scripts, for people and for machines. Holds words of scripts: escape them for a terminal. */
public final class TrialReport {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final List<Tried> all;

    public TrialReport(List<Tried> all) {
        this.all = List.copyOf(all);
    }

    /** Whether every script and table could be read. */
    public boolean isFit() {
        return all.stream().noneMatch(Tried.Unfit.class::isInstance);
    }

    /** Whether every case of every script passed. */
    public boolean hasPassed() {
        return all.stream()
                .allMatch(tried ->
                        tried instanceof Tried.Ran ran && ran.failures().isEmpty());
    }

    public String text() {
        List<String> lines = new ArrayList<>();
        all.forEach(tried -> tell(tried, lines));
        lines.add(sum());
        return String.join("\n", lines);
    }

    private static void tell(Tried tried, List<String> lines) {
        switch (tried) {
            case Tried.Unfit unfit -> lines.addAll(unfit.problems());
            case Tried.NotRun notRun -> lines.add(notRun.script() + ": not run: " + notRun.why());
            case Tried.Ran ran -> {
                lines.add(head(ran));
                ran.failures().forEach(failure -> tell(failure, lines));
            }
        }
    }

    private static String head(Tried.Ran ran) {
        int failed = ran.failures().size();
        Duration slowest = ran.outcomes().stream()
                .map(Tried.Outcome::took)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        return ran.script() + ": " + counted(ran.outcomes().size(), "case") + ", "
                + (failed == 0 ? "ok" : failed + " failed")
                + " (slowest %.1f ms)".formatted((double) slowest.toNanos() / NANOS_PER_MILLI);
    }

    private static void tell(Tried.Outcome failure, List<String> lines) {
        lines.add("  FAILED    " + failure.name());
        lines.add("  expected  " + failure.expected());
        lines.add("  actual    " + failure.actual());
        failure.left().ifPresent(left -> lines.add("  besides   " + left));
    }

    private String sum() {
        int cases = ran().stream().mapToInt(ran -> ran.outcomes().size()).sum();
        int failed = ran().stream().mapToInt(ran -> ran.failures().size()).sum();
        int notRun = all.size() - ran().size();
        return counted(all.size(), "script") + ", " + counted(cases, "case") + ", " + failed + " failed"
                + (notRun == 0 ? "" : ", " + counted(notRun, "script") + " not run");
    }

    private List<Tried.Ran> ran() {
        return all.stream()
                .filter(Tried.Ran.class::isInstance)
                .map(Tried.Ran.class::cast)
                .toList();
    }

    public Json json() {
        ArrayWriter scripts = Json.array();
        all.forEach(tried -> scripts.add(json(tried)));
        return Json.object()
                .put("ok", hasPassed())
                .put("scripts", scripts.build())
                .build();
    }

    private static Json json(Tried tried) {
        String script = tried.script().toString();
        return switch (tried) {
            case Tried.Unfit unfit ->
                Json.object()
                        .put("script", script)
                        .put("problems", Json.ofStrings(unfit.problems()))
                        .build();
            case Tried.NotRun notRun ->
                Json.object().put("script", script).put("notRun", notRun.why()).build();
            case Tried.Ran ran -> {
                ArrayWriter cases = Json.array();
                ran.outcomes().forEach(outcome -> cases.add(json(outcome)));
                yield Json.object()
                        .put("script", script)
                        .put("cases", cases.build())
                        .build();
            }
        };
    }

    private static Json json(Tried.Outcome outcome) {
        return Json.object()
                .put("name", outcome.name())
                .put("passed", outcome.passed())
                .put("expected", outcome.expected().json())
                .put("actual", outcome.actual().json())
                .putIf("left", outcome.left())
                .put("micros", outcome.took().toNanos() / 1000)
                .build();
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
