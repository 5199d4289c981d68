package dev.gatehouse.policy.detect.injection;

import dev.gatehouse.policy.detect.scan.Sightings;
import dev.gatehouse.policy.detect.scan.Text;
import dev.gatehouse.policy.detect.scan.Trigger;
import java.util.List;
import java.util.stream.Stream;

/**
 * Pictures and links whose address waits for data: a client that draws them sends it. The query of an honest one is
 * written out; here it is a blank to be filled in.
 */
final class Pictures {
    static final String TYPE = "injection.exfiltration";
    private static final List<String> BEGINNINGS = List.of("](http", "src=\"http", "src='http", "]: http", "src=http");
    private static final int ADDRESS_MAX_CHARS = 2_048;
    private static final int CAPITALS_MIN = 4;
    private static final int CONFIDENCE = 88;

    private Pictures() {}

    static Stream<Trigger> triggers() {
        return BEGINNINGS.stream().map(beginning -> new Trigger(beginning, Pictures::look));
    }

    private static void look(Text text, int from, String beginning, Sightings sightings) {
        int begin = from + beginning.length() - "http".length();
        int end = end(text, begin);
        int query = text.slice(begin, end).indexOf('?');
        if (query >= 0 && isBlank(text.slice(begin + query, end))) {
            sightings.add(TYPE, CONFIDENCE, begin, end);
        }
    }

    private static int end(Text text, int from) {
        int at = from;
        int last = Math.min(text.length(), from + ADDRESS_MAX_CHARS);
        while (at < last && ")\"'\n".indexOf(text.at(at)) < 0) {
            at++;
        }
        return at;
    }

    /** A placeholder, words in capitals, or nothing at all behind the last {@code =}. */
    private static boolean isBlank(String query) {
        boolean hasBrackets = query.indexOf('{') >= 0 || query.indexOf('[') >= 0 || query.indexOf('<') >= 0;
        return hasBrackets || query.endsWith("=") || capitals(query) >= CAPITALS_MIN;
    }

    private static int capitals(String query) {
        int longest = 0;
        int run = 0;
        for (int i = query.indexOf('=') + 1; i < query.length(); i++) {
            char c = query.charAt(i);
            boolean isCapital = (c >= 'A' && c <= 'Z') || c == '_';
            run = isCapital ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
