package dev.gatehouse.server.trail;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.audit.field.Names;
import dev.gatehouse.audit.search.FoundEvent;
import dev.gatehouse.audit.search.TrailSearch;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.server.trail.TrailViews.CallEvents;
import dev.gatehouse.server.trail.TrailViews.EventView;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Single records and whole calls, with their payloads for those who may read them. */
final class RecordRoutes {
    private static final String PAYLOAD = "payload";
    private static final String ABOUT_PAYLOAD =
            "true: with what is kept of arguments and results. Each such read is recorded.";

    private final TrailSearch search;
    private final TrailAccess access;
    private final Naming naming;

    RecordRoutes(TrailSearch search, TrailAccess access, Naming naming) {
        this.search = search;
        this.access = access;
        this.naming = naming;
    }

    List<AdminRoute> routes() {
        return List.of(
                route(Method.GET, "/audit/events/{gateway}/{epoch}/{seq}", Reach.WATCHERS, "Shows one record.")
                        .parameter(PAYLOAD, ABOUT_PAYLOAD)
                        .answers(EventView.class)
                        .by(TrailRoutes.bounded(this::event)),
                route(Method.GET, "/audit/calls/{call}", Reach.WATCHERS, "Shows all records of a call.")
                        .parameter(PAYLOAD, ABOUT_PAYLOAD)
                        .answers(CallEvents.class)
                        .by(TrailRoutes.bounded(this::call)));
    }

    private Answer event(Asked asked) throws SQLException, AuditUnavailableException {
        Optional<Position> position = position(asked);
        if (position.isEmpty()) {
            return none();
        }
        String gateway = asked.variable("gateway");
        List<FoundEvent> found = search.at(gateway, position.get(), TrailAccess.sight(asked.by())).stream()
                .toList();
        return told(asked, found, gateway + "/" + position.get(), views -> AdminRoute.ok(views.getFirst()));
    }

    private Answer call(Asked asked) throws SQLException, AuditUnavailableException {
        String call = asked.variable("call");
        List<FoundEvent> found = search.call(call, TrailAccess.sight(asked.by()));
        return told(asked, found, "call=" + call, views -> AdminRoute.ok(new CallEvents(call, views)));
    }

    private Answer told(Asked asked, List<FoundEvent> found, String question, Function<List<EventView>, Answer> answer)
            throws SQLException, AuditUnavailableException {
        Optional<String> wish = asked.parameter(PAYLOAD);
        if (wish.filter(word -> !word.equals("true") && !word.equals("false")).isPresent()) {
            return Problem.malformed("?" + PAYLOAD, "expected true or false").answer();
        }
        boolean withPayload = wish.equals(Optional.of("true"));
        // Who asks for what they do not see is told the same as everybody else who asks for what is not there.
        if (found.isEmpty()) {
            return none();
        }
        if (withPayload && !TrailAccess.readsPayloads(asked.by())) {
            return TrailAccess.notForThem().answer();
        }
        access.recordQuestion(asked.by(), "audit.show", question);
        if (withPayload) {
            access.recordPayloads(
                    asked.by(),
                    question,
                    found.stream()
                            .filter(event -> event.keptBytes().isPresent())
                            .toList());
        }
        List<Raw> raw = new ArrayList<>();
        for (FoundEvent event : found) {
            boolean wasRecorded = withPayload && event.keptBytes().isPresent();
            raw.add(new Raw(event, search.body(event), wasRecorded ? search.payload(event) : Optional.empty()));
        }
        Names names = naming.names(raw.stream().flatMap(Raw::texts).toList());
        return answer.apply(raw.stream().map(one -> view(one, names)).toList());
    }

    /** A record as it stands in the database. */
    private record Raw(FoundEvent event, Optional<byte[]> body, Optional<byte[]> payload) {
        Stream<String> texts() {
            return Stream.concat(
                    event.texts(),
                    Stream.of(body, payload).flatMap(Optional::stream).flatMap(bytes -> text(bytes).stream()));
        }
    }

    private static EventView view(Raw raw, Names names) {
        Optional<byte[]> body = raw.body().map(names::record);
        Optional<byte[]> payload =
                raw.payload().map(bytes -> names.payload(raw.body().orElse(bytes), bytes));
        return new EventView(
                raw.event().retold(names::put),
                body.flatMap(RecordRoutes::text),
                body.filter(bytes -> text(bytes).isEmpty()).map(HexFormat.of()::formatHex),
                payload.flatMap(RecordRoutes::text),
                payload.filter(bytes -> text(bytes).isEmpty()).map(HexFormat.of()::formatHex));
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static Optional<Position> position(Asked asked) {
        String epoch = asked.variable("epoch");
        String seq = asked.variable("seq");
        return epoch.matches("[0-9]{1,18}") && seq.matches("[0-9]{1,18}")
                ? Optional.of(new Position(Long.parseLong(epoch), Long.parseLong(seq)))
                : Optional.empty();
    }

    private static Answer none() {
        return Problem.notFound("there is no such record").answer();
    }
}
