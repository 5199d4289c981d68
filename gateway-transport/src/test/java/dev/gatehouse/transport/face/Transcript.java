package dev.gatehouse.transport.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.transport.world.EventReader;
import dev.gatehouse.transport.world.Mcp;
import dev.gatehouse.transport.world.Wire;
import dev.gatehouse.transport.world.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Raw HTTP in and raw HTTP out, written down. A request is its head as it goes over the wire and its body; {@code @}
 * lines stand for headers that are always the same, and Content-Length is added. An answer is its status, the headers it
 * must have ({@code !name}: must not have) and the JSON it must hold: members that are not named may be anything,
 * {@code "*"} is any value, {@code "!"} none at all, {@code "${x}"} a text that later requests may repeat. Events are written as their {@code data}, empty ones left out; after
 * {@code (end)} nothing follows.
 */
final class Transcript {
    private static final String META = """
            "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
            "io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"},\
            "io.modelcontextprotocol/clientCapabilities":{}}""";
    private static final String NOTHING = "(nothing)";
    private static final String DATA = "data: ";

    /** A request and the answer to it; heads and the answer are lines, the body may be empty. */
    record Step(List<String> head, String body, int status, List<String> headers, List<String> expected) {}

    private Transcript() {}

    static List<Step> read(List<String> lines) {
        List<Step> steps = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            int answer = next(lines, at, "<<< ");
            int end = next(lines, answer, ">>> ");
            List<String> request = lines.subList(at, answer);
            List<String> reply = lines.subList(answer, end);
            steps.add(new Step(
                    head(request),
                    String.join("", body(request)),
                    Integer.parseInt(reply.getFirst().substring("<<< ".length()).strip()),
                    head(reply).subList(1, head(reply).size()),
                    body(reply)));
            at = end;
        }
        return steps;
    }

    static void play(Step step, World world, Map<String, String> kept) throws IOException {
        try (Wire wire = world.wire()) {
            Wire.Answer head = wire.send(request(step, world, kept)).readHead();
            step.headers().forEach(header -> check(header, head));
            if (step.status() == head.status() && step.expected().stream().anyMatch(line -> line.startsWith(DATA))) {
                check(step.expected(), wire.events(head), kept);
            } else {
                check(step, wire.read(head), kept);
            }
        }
    }

    private static void check(Step step, Wire.Answer answer, Map<String, String> kept) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(step.status());
        String expected = String.join("", step.expected());
        if (expected.equals(NOTHING)) {
            assertThat(answer.body()).isEmpty();
        } else if (!expected.isEmpty()) {
            matches(Mcp.read(expected), Mcp.read(answer.body()), kept);
        }
    }

    private static void check(List<String> expected, EventReader events, Map<String, String> kept) throws IOException {
        for (String line : expected) {
            Optional<String> data = event(events);
            if (line.startsWith(DATA)) {
                assertThat(data).as(line).isPresent();
                String text = data.orElseThrow();
                String wanted = line.substring(DATA.length());
                if (wanted.startsWith("{")) {
                    matches(Mcp.read(wanted), Mcp.read(text), kept);
                } else {
                    assertThat(text).containsPattern(wanted);
                }
            } else {
                assertThat(data).as("after the end").isEmpty();
            }
        }
    }

    private static Optional<String> event(EventReader events) throws IOException {
        Optional<String> data = events.next().map(EventReader.Event::data);
        return data.isPresent() && data.get().isEmpty() ? event(events) : data;
    }

    private static int next(List<String> lines, int from, String mark) {
        int at = from + 1;
        while (at < lines.size() && !lines.get(at).startsWith(mark)) {
            at++;
        }
        return at;
    }

    private static List<String> head(List<String> part) {
        return part.stream().takeWhile(line -> !line.isBlank()).toList();
    }

    private static List<String> body(List<String> part) {
        return part.stream()
                .dropWhile(line -> !line.isBlank())
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static byte[] request(Step step, World world, Map<String, String> kept) throws IOException {
        String text = step.body().replace("@meta", META);
        for (Map.Entry<String, String> value : kept.entrySet()) {
            text = text.replace(value.getKey(), value.getValue());
        }
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(step.head().getFirst().substring(">>> ".length()) + " HTTP/1.1\r\n");
        for (String line : step.head().subList(1, step.head().size())) {
            head.append(expanded(line, world)).append("\r\n");
        }
        if (body.length > 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    private static String expanded(String line, World world) throws IOException {
        String[] words = line.split(" ");
        return switch (words[0]) {
            case "@host" -> "Host: 127.0.0.1";
            case "@json" ->
                "Host: 127.0.0.1\r\nContent-Type: application/json\r\n" + "Accept: application/json, text/event-stream";
            case "@alice" -> "Authorization: Bearer alice\r\n" + expanded("@json", world);
            case "@modern" ->
                "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: " + words[1]
                        + (words.length > 2 ? "\r\nMcp-Name: " + words[2] : "");
            case "@session" ->
                "Mcp-Session-Id: "
                        + Mcp.as(world, "alice")
                                .post(Mcp.initialize(words[1]))
                                .header("mcp-session-id")
                                .orElseThrow();
            default -> line;
        };
    }

    private static void check(String header, Wire.Answer answer) {
        if (header.startsWith("!")) {
            assertThat(answer.headers()).doesNotContainKey(header.substring(1).toLowerCase(Locale.ROOT));
            return;
        }
        String name = header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT);
        assertThat(answer.header(name))
                .as(name)
                .hasValueSatisfying(value -> assertThat(value)
                        .containsPattern(
                                header.substring(header.indexOf(':') + 1).strip()));
    }

    private static void matches(Json expected, Json actual, Map<String, String> kept) {
        Optional<String> mark = expected.string();
        if (expected.isObject()) {
            Map<String, Json> members = actual.members();
            expected.members().forEach((name, value) -> {
                if (value.string().filter("!"::equals).isPresent()) {
                    assertThat(members).as(actual.toString()).doesNotContainKey(name);
                } else {
                    assertThat(members).as(actual.toString()).containsKey(name);
                    matches(value, members.get(name), kept);
                }
            });
        } else if (expected.isArray()) {
            assertThat(actual.elements()).as(actual.toString()).hasSameSizeAs(expected.elements());
            for (int at = 0; at < expected.elements().size(); at++) {
                matches(expected.elements().get(at), actual.elements().get(at), kept);
            }
        } else if (mark.filter(text -> text.startsWith("${")).isPresent()) {
            kept.put(mark.get(), actual.string().orElseThrow());
        } else if (mark.filter("*"::equals).isEmpty()) {
            assertThat(actual).isEqualTo(expected);
        }
    }
}
