package dev.gatehouse.core.view;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a URI could have come out of a URI template (RFC 6570, levels 1 to 3). Lenient about characters: the upstream
 * decides what the URI means, this only finds it. Takes at most length × parts steps, so no template can stall it.
 */
final class UriTemplate {
    static final int PARTS_MAX = 128;

    /** Anything that can stand at a place of the template. */
    private sealed interface Part {
        record Literal(String text) implements Part {}

        /** One character or more; none of {@code stops}. */
        record Run(String stops) implements Part {}

        /** Nothing, or what begins with {@code lead}. */
        record Tail(char lead) implements Part {}
    }

    private final List<Part> parts;

    private UriTemplate(List<Part> parts) {
        this.parts = parts;
    }

    /** A brace that is not closed is taken literally; what exceeds {@link #PARTS_MAX} matches nothing. */
    static UriTemplate of(String template) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < template.length() && parts.size() <= PARTS_MAX) {
            int open = template.indexOf('{', at);
            int close = open < 0 ? -1 : template.indexOf('}', open);
            if (close < 0) {
                parts.add(new Part.Literal(template.substring(at)));
                break;
            }
            if (open > at) {
                parts.add(new Part.Literal(template.substring(at, open)));
            }
            expression(template.substring(open + 1, close), parts);
            at = close + 1;
        }
        return new UriTemplate(List.copyOf(parts));
    }

    boolean matches(String uri) {
        if (parts.isEmpty() || parts.size() > PARTS_MAX || !begins(uri)) {
            return false;
        }
        boolean[] reached = new boolean[uri.length() + 1];
        reached[0] = true;
        for (Part part : parts) {
            reached = switch (part) {
                case Part.Literal(String text) -> afterLiteral(uri, reached, text);
                case Part.Run(String stops) -> afterRun(uri, reached, stops);
                case Part.Tail(char lead) -> afterTail(uri, reached, lead);
            };
        }
        return reached[uri.length()];
    }

    /** Most templates are told apart by how they begin. */
    private boolean begins(String uri) {
        return !(parts.getFirst() instanceof Part.Literal(String text)) || uri.startsWith(text);
    }

    private static void expression(String expression, List<Part> parts) {
        char operator = expression.isEmpty() ? ' ' : expression.charAt(0);
        int variables = (int) expression.chars().filter(c -> c == ',').count() + 1;
        switch (operator) {
            case '+' -> parts.add(new Part.Run(""));
            case '#' -> {
                parts.add(new Part.Literal("#"));
                parts.add(new Part.Run(""));
            }
            case '/', '.' -> led(String.valueOf(operator), variables, parts);
            case ';', '?', '&' -> parts.add(new Part.Tail(operator));
            default -> parts.add(new Part.Run("/"));
        }
    }

    private static void led(String lead, int variables, List<Part> parts) {
        for (int i = 0; i < variables && parts.size() <= PARTS_MAX; i++) {
            parts.add(new Part.Literal(lead));
            parts.add(new Part.Run("/"));
        }
    }

    private static boolean[] afterLiteral(String uri, boolean[] reached, String text) {
        boolean[] next = new boolean[reached.length];
        for (int i = 0; i + text.length() < reached.length; i++) {
            next[i + text.length()] = reached[i] && uri.startsWith(text, i);
        }
        return next;
    }

    private static boolean[] afterRun(String uri, boolean[] reached, String stops) {
        boolean[] next = new boolean[reached.length];
        boolean running = false;
        for (int i = 0; i < uri.length(); i++) {
            running = (running || reached[i]) && stops.indexOf(uri.charAt(i)) < 0;
            next[i + 1] = running;
        }
        return next;
    }

    private static boolean[] afterTail(String uri, boolean[] reached, char lead) {
        boolean[] next = reached.clone();
        boolean running = false;
        for (int i = 0; i < uri.length(); i++) {
            running = running || (reached[i] && uri.charAt(i) == lead);
            next[i + 1] |= running;
        }
        return next;
    }
}
