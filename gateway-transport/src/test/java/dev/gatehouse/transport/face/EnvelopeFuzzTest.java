package dev.gatehouse.transport.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.transport.era.Eras;
import dev.gatehouse.transport.era.HeaderFields;
import dev.gatehouse.transport.era.LogLevels;
import dev.gatehouse.transport.era.Session;
import dev.gatehouse.transport.era.Spoken;
import dev.gatehouse.transport.fuzz.Inputs;
import dev.gatehouse.transport.wire.McpHeaders;
import dev.gatehouse.transport.wire.OldFields;
import dev.gatehouse.transport.wire.ReplyWriter;
import dev.gatehouse.transport.wire.WireReply;
import dev.gatehouse.transport.world.GcmSealer;
import dev.gatehouse.transport.world.Mcp;
import dev.gatehouse.transport.world.World;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever is posted, under whatever headers, is a request, an answer, or an error that is itself sound. */
class EnvelopeFuzzTest {
    private static final int INPUTS = 150_000;
    private static final Set<Integer> STATUSES = Set.of(200, 202, 400, 404);
    private static final String[] TOKENS = {
        "\"id\":null,",
        "\"id\":1.5,",
        "\"id\":\"x\",",
        "\"jsonrpc\":\"2.0\",",
        "\"method\":\"ping\",",
        "\"result\":{},",
        "\"error\":{\"code\":1,\"message\":\"m\"},",
        "\"error\":{},",
        "\"params\":[],",
        "\"_meta\":{},",
        "\"_meta\":7,",
        "\"requestState\":\"s\",",
        "\"inputResponses\":{},",
        "\"cursor\":7,",
        "\"uri\":\"doc://1\",",
        "\"level\":\"info\",",
        "initialize",
        "subscriptions/listen",
        "completion/complete",
        "resources/subscribe",
        "notifications/cancelled",
        "2025-03-26",
        "2099-01-01",
        "{",
        "}",
        "[",
        "]",
        ",",
        "\"",
        "\\",
        "null",
        "\\xed\\xa0\\x80",
        "\\x00"
    };

    private final Clocks clocks = Clocks.SYSTEM;
    private final ReplyWriter writer = new ReplyWriter(new Implementation("g", "1"), OldFields.KEPT);
    private final Eras eras = new Eras(new GcmSealer(), clocks, LogLevels.NONE, writer);

    @Test
    void whatever_is_posted_is_answered_soundly() throws IOException {
        try (World world = new World()) {
            Admission.Admitted admitted = (Admission.Admitted) world.face
                    .doorkeeper()
                    .admit(world.face.revision(), "team", Optional.of(new AccessToken("alice")), "peer");
            Session connection = eras.connection(admitted);
            String session = session(admitted);
            Inputs inputs = Inputs.of("envelopes", TOKENS);
            int[] kinds = new int[2];
            inputs.each(INPUTS, input -> {
                HeaderFields headers = headers(inputs, input, session);
                Spoken spoken = inputs.random().nextInt(4) == 0
                        ? eras.readIn(connection, input.clone(), headers)
                        : eras.read(input.clone(), headers, admitted);
                kinds[spoken instanceof Spoken.Answered ? 0 : 1]++;
                check(spoken, input);
            });
            // Without these the test could pass by never getting anywhere.
            assertThat(kinds[0]).isGreaterThan(INPUTS / 50);
            assertThat(kinds[1]).isGreaterThan(INPUTS / 50);
        }
    }

    /** Of the revision that has batches. */
    private String session(Admission.Admitted admitted) {
        byte[] initialize = Mcp.initialize("2025-03-26").getBytes(StandardCharsets.UTF_8);
        return ((Spoken.Asked) eras.read(initialize, _ -> List.of(), admitted))
                .sessionId()
                .orElseThrow();
    }

    /** Mostly those that fit, so that more than the first check is reached. */
    private static HeaderFields headers(Inputs inputs, byte[] input, String session) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        boolean modern = text.contains("io.modelcontextprotocol/protocolVersion");
        String method = between(text, "\"method\":\"");
        String name = between(text, text.contains("\"uri\":\"") ? "\"uri\":\"" : "\"name\":\"");
        Map<CharSequence, List<String>> fit = modern
                ? Map.of(
                        McpHeaders.PROTOCOL_VERSION, List.of("2026-07-28"),
                        McpHeaders.METHOD, List.of(method),
                        McpHeaders.NAME, List.of(name))
                : Map.of(McpHeaders.SESSION_ID, List.of(session));
        int odd = inputs.random().nextInt(16);
        List<String> other = List.of(between(text, "\""), method);
        return field -> odd < 4 && field.length() % 4 == odd ? other : fit.getOrDefault(field, List.of());
    }

    private static String between(String text, String mark) {
        int from = text.indexOf(mark) + mark.length();
        int to = text.indexOf('"', from);
        return text.contains(mark) && to > from ? text.substring(from, to) : "";
    }

    private void check(Spoken spoken, byte[] input) throws JsonSyntaxException {
        switch (spoken) {
            case Spoken.Answered(WireReply reply) -> checkReply(reply, input);
            case Spoken.Batch(List<Spoken> elements) -> assertThat(elements).isNotEmpty();
            case Spoken.Asked asked -> {
                assertThat(Json.read(input).member("id")).contains(asked.id());
                assertThat(asked.session().isEmpty())
                        .isEqualTo(asked.request().meta().version().isModern());
            }
            case Spoken.LevelSet set ->
                assertThat(Json.read(input).member("id")).contains(set.id());
            case Spoken.Returned returned ->
                assertThat(Json.read(input).member("id"))
                        .contains(returned.response().id());
            case Spoken.Withdrawn withdrawn -> assertThat(withdrawn.cancelKey()).contains("/");
        }
    }

    private static void checkReply(WireReply reply, byte[] input) throws JsonSyntaxException {
        assertThat(STATUSES).contains(reply.status());
        if (!reply.hasBody()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        for (ByteBuffer part : reply.parts()) {
            text.append(StandardCharsets.UTF_8.decode(part.duplicate()));
        }
        Json body = Json.read(text.toString());
        readableId(input).ifPresent(id -> assertThat(body.member("id")).contains(id));
    }

    /** Of a request: what answers a response, or what is neither, has none. */
    private static Optional<Json> readableId(byte[] input) {
        try {
            return Optional.of(Json.read(input.clone()))
                    .filter(message -> message.member("method").isPresent())
                    .flatMap(message -> message.member("id"))
                    .filter(id -> id.isString() || id.integer().isPresent())
                    .filter(id -> id.length() <= 1024);
        } catch (JsonSyntaxException e) {
            return Optional.empty();
        }
    }
}
