package dev.gatehouse.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Limits of one document (reliability §5.1) and inputs that would make a naive reader slow. */
class HostileDocumentTest {
    private static final int DEPTH = JsonLimits.DEPTH_MAX;

    @Test
    void nestsToTheDepthLimitAndNoDeeper() throws Exception {
        assertThat(Json.read("[".repeat(DEPTH) + "]".repeat(DEPTH)).isArray()).isTrue();
        assertThat(Json.read("{\"a\":".repeat(DEPTH) + "1" + "}".repeat(DEPTH)).isObject())
                .isTrue();
        assertLimit("[".repeat(DEPTH + 1) + "]".repeat(DEPTH + 1), Fault.DEPTH_LIMIT, DEPTH);
        assertLimit("{\"a\":".repeat(DEPTH + 1) + "1" + "}".repeat(DEPTH + 1), Fault.DEPTH_LIMIT, 5 * DEPTH);
        assertLimit("[".repeat(10_000_000), Fault.DEPTH_LIMIT, DEPTH);
    }

    @Test
    void boundsNumberLiterals() throws Exception {
        String longest = "1".repeat(JsonLimits.NUMBER_MAX_BYTES);
        assertThat(Json.read(longest).finite()).isPresent();
        assertLimit(longest + "0", Fault.NUMBER_LIMIT, 0);
        assertLimit("[-0." + longest + "]", Fault.NUMBER_LIMIT, 1);
        assertLimit("1e" + longest, Fault.NUMBER_LIMIT, 0);
        assertLimit("9".repeat(1_000_000), Fault.NUMBER_LIMIT, 0);
    }

    @Test
    void boundsMemberNamesButNotStrings() throws Exception {
        String longest = "n".repeat(JsonLimits.NAME_MAX_BYTES);
        assertThat(Json.read("{\"" + longest + "\":1}").member(longest)).isPresent();
        assertLimit("{\"" + longest + "n\":1}", Fault.NAME_LIMIT, 1);
        assertThat(Json.read("\"" + "s".repeat(4_000_000) + "\"").length()).isEqualTo(4_000_002);
    }

    @Test
    void boundsTheTokensOfOneDocument() throws Exception {
        int most = JsonLimits.TOKENS_MAX - 1;
        assertThat(Json.read(array(most)).elements()).hasSize(most);
        assertLimit(array(most + 1), Fault.TOKEN_LIMIT, 2 * most + 1);
        assertThat(Json.read(object(keys(most / 2))).members()).hasSize(most / 2);
        assertLimit(
                object(keys(most / 2 + 1)),
                Fault.TOKEN_LIMIT,
                object(keys(most / 2 + 1)).length() - 2);
    }

    @Test
    void readsAWideObjectInTimeProportionalToIt() throws Exception {
        byte[] narrow = object(keys(6_000)).getBytes();
        byte[] wide = object(keys(96_000)).getBytes();
        assertGrowsAtMost(60, () -> Json.read(narrow), () -> Json.read(wide));
    }

    @Test
    void readsKeysWithOneHashCodeAboutAsFastAsOthers() throws Exception {
        List<String> colliding = collidingKeys(14);
        assertThat(colliding.stream().mapToInt(String::hashCode).distinct()).hasSize(1);
        byte[] hostile = object(colliding).getBytes();
        byte[] ordinary = object(keys(colliding.size())).getBytes();
        assertGrowsAtMost(40, () -> Json.read(ordinary), () -> Json.read(hostile));
        assertThat(Json.read(hostile).members()).hasSize(colliding.size());

        colliding.add(colliding.get(77));
        JsonSyntaxException refusal =
                catchThrowableOfType(JsonSyntaxException.class, () -> Json.read(object(colliding)));
        assertThat(refusal.fault()).isEqualTo(Fault.DUPLICATE_KEY);
    }

    @Test
    void readsManySmallObjectsWithEscapedKeysInTimeProportionalToThem() throws Exception {
        byte[] few = ("[" + "{\"\\u0061\":{\"\\u0062\":1}},".repeat(2_000) + "0]").getBytes();
        byte[] many = ("[" + "{\"\\u0061\":{\"\\u0062\":1}},".repeat(32_000) + "0]").getBytes();
        assertGrowsAtMost(60, () -> Json.read(few), () -> Json.read(many));
    }

    private static List<String> keys(int count) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add("k" + (100_000 + i));
        }
        return keys;
    }

    private static List<String> collidingKeys(int pairs) {
        List<String> keys = List.of("");
        for (int i = 0; i < pairs; i++) {
            List<String> longer = new ArrayList<>();
            keys.forEach(key -> longer.addAll(List.of(key + "Aa", key + "BB")));
            keys = longer;
        }
        return keys;
    }

    private static String object(List<String> keys) {
        return "{\"" + String.join("\":1,\"", keys) + "\":1}";
    }

    private static String array(int elements) {
        return "[0" + ",0".repeat(elements - 1) + "]";
    }

    /** Compares the best of a few runs in CPU time of this thread, so neighbours on the machine hardly count. */
    private static void assertGrowsAtMost(int factor, Callable<?> small, Callable<?> big) throws Exception {
        long one = Math.max(best(small), 20_000);
        assertThat(best(big)).isLessThan(factor * one);
    }

    private static long best(Callable<?> work) throws Exception {
        long best = Long.MAX_VALUE;
        for (int run = 0; run < 7; run++) {
            long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            assertThat(work.call()).isNotNull();
            best = Math.min(best, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin);
        }
        return best;
    }

    private static void assertLimit(String text, Fault fault, int offset) {
        JsonSyntaxException refusal = catchThrowableOfType(JsonSyntaxException.class, () -> Json.read(text));
        assertThat(refusal.fault()).isEqualTo(fault);
        assertThat(refusal.offset()).isEqualTo(offset);
        assertThat(refusal.isLimit()).isTrue();
    }
}
