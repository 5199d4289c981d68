package dev.gatehouse.server.cli;

import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.server.gateway.StartFailedException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gatehouse audit search}: records of the trail, the newest first. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        description = {
            "Searches the trail in the database, the newest first: when, what, who, with what, how it went, which call, and",
            "where the record stands. The search itself is recorded."
        },
        footer = {
            "",
            "Example: gatehouse audit search --agent release-bot --from -7d --config gatehouse.yaml",
            ExitCode.TEXT
        })
final class AuditSearchCommand extends AdminVerb {
    private static final String PATH = "/api/v1/audit/events";
    private static final int PAGE_MAX = 1_000;

    @Mixin
    private TrailFilters filters;

    @Mixin
    private TrailTimes times;

    @Option(
            names = "--filter",
            paramLabel = "NAME",
            description = "a saved search, which what else is given narrows; see gatehouse audit filter")
    private @Nullable String filter;

    @Option(names = "--limit", paramLabel = "N", description = "at most so many (default: ${DEFAULT-VALUE})")
    private int limit = 100;

    @Override
    public Integer call() {
        Optional<String> window = times.query(Instant.now());
        if (window.isEmpty()) {
            return misused(TrailTimes.EXPECTED);
        }
        if (limit < 1) {
            return misused("--limit: expected a number from 1");
        }
        return run(
                door -> find(door, filters.query() + named() + window.get()),
                answer -> TrailLines.table(answer, "events", "nothing was found"));
    }

    private String named() {
        return filter == null ? "" : "&filter=" + PinCommand.encoded(filter);
    }

    private Gateways.Answer find(AdminDoor door, String query) throws IOException, StartFailedException {
        List<Json> events = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            String cursor = next.map(place -> "&cursor=" + place).orElse("");
            int page = Math.min(PAGE_MAX, limit - events.size());
            Gateways.Answer answer = door.send(Method.GET, PATH + "?limit=" + page + query + cursor, "");
            if (answer.status() != 200) {
                return answer;
            }
            answer.json().member("events").ifPresent(part -> events.addAll(part.elements()));
            next = answer.json().text("next");
        } while (next.isPresent() && events.size() < limit);
        ObjectWriter all = Json.object().put("events", Json.of(events)).putIf("next", next);
        return new Gateways.Answer(200, all.build().toString());
    }
}
