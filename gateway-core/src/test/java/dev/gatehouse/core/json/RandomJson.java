package dev.gatehouse.core.json;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Valid documents with odd but legal spelling: whitespace everywhere, escaped names, empty containers. */
final class RandomJson {
    static final List<String> NAMES =
            List.of("", "a", "b", "_meta", "a/b", "m~n", "0", "é", "\ud83d\ude00", "say \"hi\"\n", "long name here");
    private static final List<String> SCALARS = List.of(
            "0", "-1.5e3", "true", "null", "\"\"", "\"}],{[\"", "\"\\\"\\\\\"", "\"é\\ud83d\\ude00\"", "[]", "{ }");
    private static final List<String> SPACES = List.of("", "", "", " ", "\n\t");

    private final SplittableRandom random;

    RandomJson(long seed) {
        random = new SplittableRandom(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    String name() {
        return NAMES.get(below(NAMES.size()));
    }

    String value(int depth) {
        return switch (depth == 0 ? 0 : below(4)) {
            case 0, 1 -> SCALARS.get(below(SCALARS.size()));
            case 2 -> array(depth);
            default -> object(depth);
        };
    }

    String object(int depth) {
        List<String> names = new ArrayList<>(NAMES);
        List<String> members = new ArrayList<>();
        for (int left = below(6); left > 0; left--) {
            String name = spell(names.remove(below(names.size())));
            members.add(space() + '"' + name + '"' + space() + ':' + space() + value(depth - 1) + space());
        }
        return "{" + (members.isEmpty() ? space() : String.join(",", members)) + "}";
    }

    private String array(int depth) {
        List<String> elements = new ArrayList<>();
        for (int left = below(5); left > 0; left--) {
            elements.add(space() + value(depth - 1) + space());
        }
        return "[" + (elements.isEmpty() ? space() : String.join(",", elements)) + "]";
    }

    private String spell(String name) {
        StringBuilder spelled = new StringBuilder();
        for (char c : name.toCharArray()) {
            boolean mustEscape = c < ' ' || c == '"' || Character.isSurrogate(c);
            if (mustEscape || below(4) == 0) {
                spelled.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
            } else {
                spelled.append(c);
            }
        }
        return spelled.toString();
    }

    private String space() {
        return SPACES.get(below(SPACES.size()));
    }
}
