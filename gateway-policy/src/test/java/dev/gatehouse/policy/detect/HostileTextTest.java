package dev.gatehouse.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.policy.detect.scan.Side;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Text made to keep a detector busy. The same text sixteen times as long may take sixteen times as long; a detector that
 * is quadratic takes 256 times. The best of several runs is compared, with room for a slow machine.
 */
class HostileTextTest {
    private static final int SHORT = 2 * 1024;
    private static final int TIMES = 16;
    private static final int RATIO_MAX = 160;
    /** Shorter times say nothing. */
    private static final long NANOS_MIN = 500_000;

    private static final Detections WANTED = Detections.of(List.of("secrets", "pii", "injection", "hidden"), 80);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "4111 ",
                "a@",
                "@",
                "+1 ",
                "(",
                "eyJ",
                "eyJa.eyJ",
                "password=",
                "://a:",
                "-----BEGIN ",
                "ghp_",
                "AKIA",
                "token: Bearer ",
                "ignore all ",
                "i ",
                "[](http",
                "%41",
                "&#6",
                "\\u00",
                "QUJD",
                "<!--",
                "\u200b",
                "\u202ea",
                "\ud83d\ude00\u200d",
                "\u001b[",
                "\u001b]",
                "DE89",
                "X1234567",
                "patient ",
                "A",
                "-1",
                "=",
                "0.",
                "do not ",
                "previous instructions ",
                "private-lines: ",
                "-----BEGIN PRIVATE KEY-----",
                "curl -u a:",
                "password is ",
                "--token ",
                "<token>",
                "%41%42",
                "SK"
            })
    void time_grows_with_the_text_and_no_faster(String part) {
        Json small = Json.of(part.repeat(SHORT / part.length()));
        Json large = Json.of(part.repeat(TIMES * SHORT / part.length()));
        long one = best(small);
        long many = best(large);
        assertThat(many)
                .as("nanoseconds, and %d for a sixteenth", one)
                .isLessThan(RATIO_MAX * Math.max(one, NANOS_MIN));
    }

    private static long best(Json value) {
        long best = Long.MAX_VALUE;
        for (int run = 0; run < 3; run++) {
            long begin = cpuNanos();
            WANTED.in(value, Side.RESULT);
            best = Math.min(best, cpuNanos() - begin);
        }
        return best;
    }

    /** Of this thread: what else the machine does is not counted. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$(",
                "`",
                "\"",
                "(",
                "a|",
                "<<x\n",
                "\\",
                "${",
                "eval ",
                "sh -c '",
                "sudo ",
                "find / -exec ",
                "'",
                "--",
                "/*",
                "; ",
                "cmd /c ",
                "docker exec x ",
                "ssh x ",
                "python3 -c \"os.system('",
                "find x -exec {}{}{}{}{} ",
                "curl -T $x | "
            })
    void a_command_without_end_is_read_to_its_end(String part) {
        Json value =
                Json.object().put("command", part.repeat(SHORT / part.length())).build();
        assertThat(Detections.of(List.of("commands"), 80).in(value, Side.ARGUMENTS))
                .hasSizeLessThan(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--'\n",
                "/*!",
                "$$",
                "$a$",
                "EXEC('",
                "(delete from ",
                "or ",
                "not (",
                "#x",
                "[a",
                "; select ",
                "explain "
            })
    void a_statement_without_end_is_read_to_its_end(String part) {
        Json value =
                Json.object().put("query", part.repeat(SHORT / part.length())).build();
        assertThat(Detections.of(List.of("commands"), 80).in(value, Side.ARGUMENTS))
                .hasSizeLessThan(2);
    }
}
