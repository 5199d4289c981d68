package dev.gatehouse.auth.scim.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever filter can be written is read as it was meant; whatever else is sent is refused, and nothing else happens. */
class FilterFuzzTest {
    private static final long SEED = Long.getLong("gatehouse.seed", 20_261_121L);
    private static final int ROUNDS = 5_000 * Integer.getInteger("gatehouse.fuzz", 1);
    private static final String NOISE = "()[]\"\\ .:$abcANDornotpreq0-\u0000\u00e9\ud83d\ude00";

    private final Random random = new Random(SEED);

    @Test
    void a_written_filter_is_read_as_it_was_meant() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Filter meant = filter(0);
            assertThat(FilterParser.parse(text(meant)))
                    .as("seed %s, round %s: %s", SEED, round, text(meant))
                    .isEqualTo(meant);
        }
    }

    @Test
    void a_spoiled_filter_is_read_or_refused() throws Exception {
        Json resource = Json.read("{\"a\":[{\"b\":1,\"type\":\"x\"},\"c\",null,true],\"b\":{\"a\":\"x\"},\"c\":[[1]]}");
        for (int round = 0; round < ROUNDS; round++) {
            String spoiled = spoil(text(filter(0)));
            try {
                assertThat(FilterParser.parse(spoiled).matches(resource)).isIn(true, false);
            } catch (ScimRefusal refusal) {
                assertThat(refusal.kind())
                        .as("seed %s, round %s: %s", SEED, round, spoiled)
                        .isEqualTo(ScimRefusal.Kind.INVALID_FILTER);
            }
            try {
                assertThat(PatchPath.parse(spoiled)).isNotNull();
            } catch (ScimRefusal refusal) {
                assertThat(refusal.kind()).isIn(ScimRefusal.Kind.INVALID_FILTER, ScimRefusal.Kind.INVALID_PATH);
            }
        }
    }

    private String spoil(String text) {
        StringBuilder spoiled = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(spoiled.length() + 1);
            switch (random.nextInt(3)) {
                case 0 -> spoiled.insert(at, NOISE.charAt(random.nextInt(NOISE.length())));
                case 1 -> spoiled.setLength(at);
                default -> spoiled.delete(at, Math.min(spoiled.length(), at + 1 + random.nextInt(3)));
            }
        }
        return spoiled.toString();
    }

    private Filter filter(int depth) throws Exception {
        return switch (depth > 2 ? random.nextInt(2) : random.nextInt(6)) {
            case 0 -> new Filter.Present(path());
            case 1 -> compare();
            case 2 -> new Filter.Not(filter(depth + 1));
            case 3 -> new Filter.Within(path(), filter(depth + 1));
            case 4 -> new Filter.And(several(depth, false));
            default -> new Filter.Or(several(depth, true));
        };
    }

    /** Without one directly in its like, for those are read as one. */
    private List<Filter> several(int depth, boolean or) throws Exception {
        List<Filter> filters = new ArrayList<>();
        while (filters.size() < 2) {
            Filter each = filter(depth + 1);
            if (or ? !(each instanceof Filter.Or) : !(each instanceof Filter.And)) {
                filters.add(each);
            }
        }
        return filters;
    }

    private Filter compare() throws Exception {
        Operator operator = Operator.values()[random.nextInt(Operator.values().length)];
        List<String> values = new ArrayList<>(List.of("\"x\"", "\"a \\\"]) and b\"", "\"\\\\\"", "\"\""));
        if (!operator.isSubstring()) {
            values.addAll(List.of("1", "-2.5e3"));
        }
        if (!operator.isSubstring() && !operator.isOrder()) {
            values.addAll(List.of("true", "false", "null"));
        }
        return new Filter.Compare(path(), operator, Json.read(values.get(random.nextInt(values.size()))));
    }

    private AttributePath path() {
        List<List<String>> paths = List.of(
                List.of("a"),
                List.of("b", "a"),
                List.of("a", "$ref"),
                List.of("urn:x:y:User", "c-d", "e_1"),
                List.of("not"));
        return new AttributePath(paths.get(random.nextInt(paths.size())));
    }

    private static String text(Filter filter) {
        return switch (filter) {
            case Filter.And(var all) ->
                all.stream().map(FilterFuzzTest::operand).collect(Collectors.joining(" and "));
            case Filter.Or(var any) -> any.stream().map(FilterFuzzTest::operand).collect(Collectors.joining(" Or "));
            case Filter.Not(var not) -> "NOT (" + text(not) + ")";
            case Filter.Present(var path) -> text(path) + " pr";
            case Filter.Compare(var path, var operator, var value) -> text(path) + " " + operator + " " + value;
            case Filter.Within(var path, var element) -> text(path) + "[" + text(element) + "]";
        };
    }

    private static String operand(Filter filter) {
        return filter instanceof Filter.And || filter instanceof Filter.Or ? "(" + text(filter) + ")" : text(filter);
    }

    private static String text(AttributePath path) {
        List<String> steps = path.steps();
        return steps.getFirst().startsWith("urn:")
                ? steps.getFirst() + ":" + String.join(".", steps.subList(1, steps.size()))
                : String.join(".", steps);
    }
}
