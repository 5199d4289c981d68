package dev.gatehouse.server.demo;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** What the tools do. Their definitions are in {@link Definitions}. */
final class Tools {
    static final int MESSAGE_CHARS_MAX = 65_536;
    static final Duration WAIT_MAX = Duration.ofSeconds(30);

    /** What a call comes to. */
    sealed interface Outcome {
        record Now(Json result) implements Outcome {}

        record Later(Duration after, Json result) implements Outcome {}

        record NoSuchTool() implements Outcome {}
    }

    private final InstantSource clock;

    Tools(InstantSource clock) {
        this.clock = clock;
    }

    Outcome call(String name, Json arguments) {
        return switch (name) {
            case "echo" -> checked(arguments, Set.of("message"), () -> echo(arguments));
            case "add" -> checked(arguments, Set.of("a", "b"), () -> add(arguments));
            case "clock" -> checked(arguments, Set.of(), this::clock);
            case "wait" -> checked(arguments, Set.of("millis"), () -> waitFor(arguments));
            case "forget_everything" ->
                checked(arguments, Set.of(), () -> now(Results.text("Everything is forgotten.")));
            default -> new Outcome.NoSuchTool();
        };
    }

    private static Outcome checked(Json arguments, Set<String> known, Supplier<Outcome> tool) {
        if (!arguments.isObject() || !known.containsAll(arguments.members().keySet())) {
            return now(Results.mistake("arguments must be an object with no other members than " + known));
        }
        return tool.get();
    }

    private static Outcome echo(Json arguments) {
        Optional<String> message = arguments.text("message").filter(text -> text.length() <= MESSAGE_CHARS_MAX);
        return now(message.map(Results::text)
                .orElseGet(() ->
                        Results.mistake("message must be a string of at most " + MESSAGE_CHARS_MAX + " characters")));
    }

    private static Outcome add(Json arguments) {
        return now(sum(arguments.member("a"), arguments.member("b"))
                .map(sum -> Results.structured(Json.object().put("sum", sum).build()))
                .orElseGet(() -> Results.mistake("a and b must be numbers, and so must be their sum")));
    }

    private Outcome clock() {
        String now = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        return now(Results.structured(Json.object().put("now", now).build()));
    }

    private static Outcome waitFor(Json arguments) {
        OptionalLong millis = arguments.member("millis").map(Json::integer).orElseGet(OptionalLong::empty);
        if (millis.isEmpty() || millis.getAsLong() < 0 || millis.getAsLong() > WAIT_MAX.toMillis()) {
            return now(Results.mistake("millis must be an integer from 0 to " + WAIT_MAX.toMillis()));
        }
        Json result = Results.text("Waited " + millis.getAsLong() + " ms.");
        return new Outcome.Later(Duration.ofMillis(millis.getAsLong()), result);
    }

    /** Integers stay exact as long as they fit; everything else is added as doubles. */
    private static Optional<Json> sum(Optional<Json> a, Optional<Json> b) {
        OptionalLong left = a.map(Json::integer).orElseGet(OptionalLong::empty);
        OptionalLong right = b.map(Json::integer).orElseGet(OptionalLong::empty);
        if (left.isPresent() && right.isPresent()) {
            long sum = left.getAsLong() + right.getAsLong();
            boolean overflowed = ((left.getAsLong() ^ sum) & (right.getAsLong() ^ sum)) < 0;
            return overflowed ? Optional.empty() : Optional.of(Json.of(sum));
        }
        return a.flatMap(Json::finite)
                .flatMap(x -> b.flatMap(Json::finite).map(y -> x + y))
                .filter(Double::isFinite)
                .map(Tools::number);
    }

    private static Json number(double value) {
        try {
            return Json.read(Double.toString(value));
        } catch (JsonSyntaxException e) {
            throw new IllegalStateException("a finite double is a JSON number", e);
        }
    }

    private static Outcome now(Json result) {
        return new Outcome.Now(result);
    }
}
