package dev.gatehouse.server.scim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.e2e.TestGateway;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A conversation with a SCIM client, written down in a file (okta.scim explains how) and held again with a gateway. */
final class Transcript {
    private final List<Exchange> exchanges;
    private final Map<String, String> kept = new HashMap<>();

    private Transcript(List<Exchange> exchanges) {
        this.exchanges = exchanges;
    }

    private record Exchange(String request, String body, int status, String expected) {}

    static Transcript read(String name) throws IOException {
        List<Exchange> exchanges = new ArrayList<>();
        try (InputStream in = Transcript.class.getResourceAsStream("/scim/" + name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .reduce("", (before, line) -> before + "\n" + line);
            for (String exchange : text.split("\n> ")) {
                if (!exchange.isBlank()) {
                    exchanges.add(exchange(exchange));
                }
            }
        }
        return new Transcript(exchanges);
    }

    private static Exchange exchange(String text) {
        String[] sides = text.split("\n< ", 2);
        String[] request = sides[0].split("\n", 2);
        String[] answer = sides[1].split("\n", 2);
        return new Exchange(
                request[0].strip(),
                request.length > 1 ? request[1] : "",
                Integer.parseInt(answer[0].strip()),
                answer.length > 1 ? answer[1].strip() : "");
    }

    int length() {
        return exchanges.size();
    }

    void hold(TestGateway gateway, String token) throws IOException {
        for (Exchange exchange : exchanges) {
            String[] line = filled(exchange.request()).split(" ", 2);
            HttpResponse<String> answer =
                    gateway.send(HttpRequest.newBuilder(URI.create(gateway.url() + "/scim/v2" + escaped(line[1])))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/scim+json; charset=utf-8")
                            .method(line[0], BodyPublishers.ofString(filled(exchange.body())))
                            .build());
            String what = exchange.request() + "\n" + answer.body();
            assertThat(answer.statusCode()).as(what).isEqualTo(exchange.status());
            if (exchange.expected().isEmpty()) {
                assertThat(answer.body()).as(what).isEmpty();
            } else {
                assertThat(answer.headers().firstValue("Content-Type")).as(what).contains("application/scim+json");
                requireHeld(TestGateway.json(exchange.expected()), TestGateway.json(answer.body()), what);
            }
        }
    }

    /** Entra ID does not escape brackets; {@link URI} insists. */
    private static String escaped(String target) {
        return target.replace("[", "%5B").replace("]", "%5D");
    }

    private String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> value : kept.entrySet()) {
            filled = filled.replace("${" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }

    /** Everything expected is there; of lists, exactly as many elements. */
    private void requireHeld(Json expected, Json found, String what) {
        if (expected.isObject()) {
            for (Map.Entry<String, Json> member : expected.members().entrySet()) {
                requireMember(member.getKey(), member.getValue(), found, what);
            }
        } else if (expected.isArray()) {
            assertThat(found.elements()).as(what).hasSameSizeAs(expected.elements());
            for (int i = 0; i < expected.elements().size(); i++) {
                requireHeld(expected.elements().get(i), found.elements().get(i), what);
            }
        } else {
            String text = expected.string().orElse("");
            if (text.startsWith("${=")) {
                kept.put(text.substring(3, text.length() - 1), found.string().orElseThrow());
            } else {
                assertThat(found).as(what).isEqualTo(expected.isString() ? Json.of(filled(text)) : expected);
            }
        }
    }

    private void requireMember(String name, Json expected, Json found, String what) {
        if (name.startsWith("~")) {
            assertThat(found.member(name.substring(1))).as(name + " in " + what).isEmpty();
        } else {
            assertThat(found.member(name)).as(name + " in " + what).isPresent();
            requireHeld(expected, found.member(name).orElseThrow(), what);
        }
    }
}
