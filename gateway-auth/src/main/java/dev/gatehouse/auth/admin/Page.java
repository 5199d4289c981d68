package dev.gatehouse.auth.admin;

import dev.gatehouse.auth.keys.Base64Url;
import dev.gatehouse.core.http.Form;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which part of a list is asked for. A cursor is the key of the last item before it, so what comes and goes meanwhile moves
 * nothing else to another page.
 */
public record Page(int limit, Optional<String> after) {
    public static final int LIMIT_DEFAULT = 100;
    public static final int LIMIT_MAX = 1_000;
    static final Set<String> PARAMETERS = Set.of("limit", "cursor");

    private static final int CURSOR_CHARS_MAX = 2_000;

    /** What came of reading the parameters. */
    sealed interface Reading {
        record Good(Page page) implements Reading {}

        record Wrong(Problem problem) implements Reading {}
    }

    static Reading read(Form query) {
        Optional<Integer> limit = query.value("limit").isEmpty()
                ? Optional.of(LIMIT_DEFAULT)
                : query.value("limit").flatMap(Page::limit);
        if (limit.isEmpty()) {
            return new Reading.Wrong(Problem.malformed("?limit", "expected a number from 1 to " + LIMIT_MAX));
        }
        Optional<String> cursor = query.value("cursor");
        Optional<String> after = cursor.flatMap(Page::key);
        return after.isPresent() == cursor.isPresent()
                ? new Reading.Good(new Page(limit.get(), after))
                : new Reading.Wrong(Problem.malformed("?cursor", "expected the `next` of the page before, as it was"));
    }

    private static Optional<Integer> limit(String text) {
        return text.matches("[1-9][0-9]{0,3}")
                ? Optional.of(Integer.parseInt(text)).filter(limit -> limit <= LIMIT_MAX)
                : Optional.empty();
    }

    private static Optional<String> key(String cursor) {
        return Optional.of(cursor)
                .filter(text -> text.length() <= CURSOR_CHARS_MAX)
                .flatMap(Base64Url::decode)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** @param next the cursor of the page after this one, if there is one */
    public record Slice<T>(List<T> items, Optional<String> next) {}

    /** @param key by which items are ordered and told apart */
    public <T> Slice<T> of(Stream<T> all, Function<T, String> key) {
        List<T> found = all.filter(item -> after.isEmpty() || key.apply(item).compareTo(after.get()) > 0)
                .sorted(Comparator.comparing(key))
                .limit(limit + 1L)
                .toList();
        if (found.size() <= limit) {
            return new Slice<>(found, Optional.empty());
        }
        List<T> items = found.subList(0, limit);
        return new Slice<>(items, Optional.of(cursor(key.apply(items.getLast()))));
    }

    /** What {@code next} says where the next page begins after the item of this key. */
    public static String cursor(String key) {
        return Base64Url.encode(key.getBytes(StandardCharsets.UTF_8));
    }
}
