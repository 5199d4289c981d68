package dev.gatehouse.auth.scim.filter;

import dev.gatehouse.auth.scim.filter.ScimRefusal.Kind;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads filters and the paths of PATCH (RFC 7644, figures 1 and 7), strictly and within limits. */
public final class FilterParser {
    static final int CHARS_MAX = 4096;
    static final int DEPTH_MAX = 16;
    static final int TERMS_MAX = 64;

    private final String text;
    private int at;
    private int depth;
    private int terms;

    FilterParser(String text) throws ScimRefusal {
        if (text.length() > CHARS_MAX) {
            throw new ScimRefusal(Kind.INVALID_FILTER, "longer than " + CHARS_MAX + " characters");
        }
        this.text = text;
    }

    /** @throws ScimRefusal {@code invalidFilter} */
    public static Filter parse(String text) throws ScimRefusal {
        FilterParser parser = new FilterParser(text);
        try {
            Filter filter = parser.either();
            parser.requireEnd();
            return filter;
        } catch (ScimRefusal e) {
            throw e.kind() == Kind.INVALID_PATH ? new ScimRefusal(Kind.INVALID_FILTER, e.detail()) : e;
        }
    }

    PatchPath patchPath() throws ScimRefusal {
        AttributePath attribute = AttributePath.parse(word());
        Optional<Filter> element = Optional.empty();
        Optional<String> sub = Optional.empty();
        if (skips('[')) {
            element = Optional.of(either());
            require(']');
            sub = skips('.') ? Optional.of(subAttribute()) : Optional.empty();
        }
        if (at < text.length()) {
            throw new ScimRefusal(Kind.INVALID_PATH, "unexpected text behind the path, at character " + at);
        }
        return new PatchPath(attribute, element, sub);
    }

    private String subAttribute() throws ScimRefusal {
        AttributePath sub = AttributePath.parse(word());
        if (sub.steps().size() > 1) {
            throw new ScimRefusal(Kind.INVALID_PATH, "an attribute within an element has no parts of its own");
        }
        return sub.first();
    }

    private Filter either() throws ScimRefusal {
        if (++depth > DEPTH_MAX) {
            throw refusal("nested deeper than " + DEPTH_MAX);
        }
        List<Filter> any = new ArrayList<>();
        do {
            any.add(both());
        } while (skipsWord("or"));
        depth--;
        return any.size() == 1 ? any.getFirst() : new Filter.Or(any);
    }

    private Filter both() throws ScimRefusal {
        List<Filter> all = new ArrayList<>();
        do {
            all.add(term());
        } while (skipsWord("and"));
        return all.size() == 1 ? all.getFirst() : new Filter.And(all);
    }

    private Filter term() throws ScimRefusal {
        if (++terms > TERMS_MAX) {
            throw refusal("more than " + TERMS_MAX + " terms");
        }
        skipSpace();
        if (skips('(')) {
            return grouped();
        }
        int before = at;
        String word = word();
        if (word.equalsIgnoreCase("not")) {
            skipSpace();
            if (skips('(')) {
                return new Filter.Not(grouped());
            }
        }
        if (word.isEmpty()) {
            throw refusal("an attribute is expected at character " + before);
        }
        AttributePath path = AttributePath.parse(word);
        return skips('[') ? within(path) : comparison(path);
    }

    private Filter grouped() throws ScimRefusal {
        Filter filter = either();
        skipSpace();
        require(')');
        return filter;
    }

    private Filter within(AttributePath path) throws ScimRefusal {
        Filter element = either();
        skipSpace();
        require(']');
        if (!skips('.')) {
            return new Filter.Within(path, element);
        }
        // Not in the grammar, and sent all the same: emails[type eq "work"].value eq "x".
        return new Filter.Within(path, new Filter.And(List.of(element, comparison(AttributePath.parse(word())))));
    }

    private Filter comparison(AttributePath path) throws ScimRefusal {
        skipSpace();
        String word = word();
        if (word.equalsIgnoreCase("pr")) {
            return new Filter.Present(path);
        }
        Operator operator =
                Operator.of(word).orElseThrow(() -> refusal("not an operator: " + AttributePath.quoted(word)));
        skipSpace();
        Json value = value();
        if (!comparable(operator, value)) {
            throw refusal(word + " cannot compare with " + value.kind());
        }
        return new Filter.Compare(path, operator, value);
    }

    private static boolean comparable(Operator operator, Json value) {
        return switch (value.kind()) {
            case OBJECT, ARRAY -> false;
            case STRING -> true;
            case NUMBER -> !operator.isSubstring();
            case TRUE, FALSE, NULL -> !operator.isSubstring() && !operator.isOrder();
        };
    }

    private Json value() throws ScimRefusal {
        int from = at;
        if (skips('"')) {
            while (at < text.length() && text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            at++;
        } else {
            while (at < text.length() && " )]".indexOf(text.charAt(at)) < 0) {
                at++;
            }
        }
        try {
            return Json.read(text.substring(from, Math.min(at, text.length())));
        } catch (JsonSyntaxException _) {
            throw refusal("a value is expected at character " + from);
        }
    }

    /** What can be an attribute, with its URN and its parts, or an operator. */
    private String word() {
        int from = at;
        while (at < text.length() && " ()[]\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private void skipSpace() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private boolean skips(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private boolean skipsWord(String word) {
        int before = at;
        skipSpace();
        if (at > before && word().equalsIgnoreCase(word)) {
            return true;
        }
        at = before;
        return false;
    }

    private void require(char c) throws ScimRefusal {
        skipSpace();
        if (!skips(c)) {
            throw refusal("'" + c + "' is expected at character " + at);
        }
    }

    private void requireEnd() throws ScimRefusal {
        skipSpace();
        if (at < text.length()) {
            throw refusal("unexpected text at character " + at);
        }
    }

    private static ScimRefusal refusal(String why) {
        return new ScimRefusal(Kind.INVALID_FILTER, why);
    }
}
