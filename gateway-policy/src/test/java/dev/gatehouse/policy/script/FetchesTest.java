package dev.gatehouse.policy.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.policy.script.ScriptFetch.Fetched;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetchesTest {
    private static final Duration WITHIN = Duration.ofSeconds(1);
    private static final String SECRET = "s3cret value&more";

    private final List<String> sent = new ArrayList<>();
    private final ScriptSecrets secrets = new ScriptSecrets(Map.of("KEY", SECRET));
    private final String placeholder = secrets.placeholders().text("KEY").orElseThrow();
    private final Fetches fetches = new Fetches(
            Set.of(origin("api.example.com"), origin("http://127.0.0.1:8080")), secrets, (request, url, _) -> {
                sent.add(request.method() + " " + url + " " + request.headers() + " " + request.body());
                return new FetchHttp.Response(200, ("you sent " + SECRET).getBytes(StandardCharsets.UTF_8));
            });

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.example.com",
                "http://api.example.com/",
                "https://api.example.com:8443/",
                "https://api.example.com.evil.example/",
                "https://evil.example/https://api.example.com/",
                "https://user@api.example.com/",
                "https://api.example.com@evil.example/",
                "https://api.example.com#@evil.example/",
                "https://evil.example\\\\@api.example.com/",
                "https://evil.example/?api.example.com",
                "https://api.example.com./",
                "//api.example.com/",
                "file:///etc/passwd",
                "jar:https://api.example.com/!/",
                "http://127.0.0.1/",
                "http://127.0.0.1:8081/",
                "http://127.1:8080/",
                "http://[::1]:8080/",
                "https://127.0.0.1:8080/",
                "https://api.example.com /",
            })
    void a_server_that_is_not_listed_is_never_asked(String url) {
        assertThat(fetch("{\"url\":\"" + url + "\",\"method\":\"GET\",\"headers\":{},\"body\":null}"))
                .isInstanceOf(Fetched.Refused.class);
        assertThat(sent).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"url\":\"https://api.example.com/\"}",
                "{\"url\":\"https://api.example.com/\",\"method\":\"TRACE\",\"headers\":{},\"body\":null}",
                "{\"url\":\"https://api.example.com/\",\"method\":\"get\",\"headers\":{},\"body\":null}",
                "{\"url\":\"https://api.example.com/\",\"method\":\"GET\",\"headers\":[],\"body\":null}",
                "{\"url\":\"https://api.example.com/\",\"method\":\"GET\",\"headers\":{\"a\":1},\"body\":null}",
                "{\"url\":\"https://api.example.com/\",\"method\":\"GET\",\"headers\":{},\"body\":{}}",
                "{\"url\":7,\"method\":\"GET\",\"headers\":{},\"body\":null}",
                "[]",
            })
    void a_request_that_is_none_is_not_sent(String request) {
        assertThat(fetch(request)).isInstanceOf(Fetched.Refused.class);
        assertThat(sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://API.example.com/a, https://API.example.com/a",
        "https://api.example.com:443/a?b=c, https://api.example.com:443/a?b=c",
        "http://127.0.0.1:8080/x, http://127.0.0.1:8080/x",
    })
    void a_listed_server_is_asked(String url, String asked) {
        assertThat(fetch("{\"url\":\"" + url + "\",\"method\":\"GET\",\"headers\":{},\"body\":null}"))
                .isInstanceOf(Fetched.Came.class);
        assertThat(sent).singleElement().asString().startsWith("GET " + asked);
    }

    @Test
    void a_secret_goes_into_headers_query_and_body_and_comes_back_as_its_placeholder() {
        Fetched came = fetch("{\"url\":\"https://api.example.com/" + placeholder + "?q=" + placeholder
                + "\",\"method\":\"POST\",\"headers\":{\"x-key\":\"" + placeholder + "\"},\"body\":\"k=" + placeholder
                + "\"}");
        assertThat(sent)
                .containsExactly("POST https://api.example.com/" + placeholder + "?q=s3cret+value%26more {x-key="
                        + SECRET + "} k=" + SECRET);
        assertThat(came)
                .isInstanceOfSatisfying(
                        Fetched.Came.class,
                        response -> assertThat(response.response().text("body")).hasValue("you sent " + placeholder));
    }

    @Test
    void what_fails_says_nothing_of_what_was_sent() {
        Fetches failing = new Fetches(Set.of(origin("api.example.com")), secrets, (request, _, _) -> {
            if (request.method().equals("GET")) {
                throw new IOException("no route with " + SECRET);
            }
            throw new IllegalArgumentException("invalid header value: " + SECRET);
        });
        for (String method : List.of("GET", "POST")) {
            Fetched fetched = failing.fetch(
                    json("{\"url\":\"https://api.example.com/\",\"method\":\"" + method
                            + "\",\"headers\":{\"a\":\"b\"},\"body\":null}"),
                    WITHIN);
            assertThat(fetched).isInstanceOf(Fetched.Refused.class);
            assertThat(fetched.toString()).doesNotContain(SECRET);
        }
    }

    @Test
    void a_placeholder_is_another_in_every_rule() {
        assertThat(new ScriptSecrets(Map.of("KEY", SECRET)).placeholders()).isNotEqualTo(secrets.placeholders());
    }

    private Fetched fetch(String request) {
        return fetches.fetch(json(request), WITHIN);
    }

    private static FetchOrigin origin(String written) {
        return FetchOrigin.parse(written).orElseThrow();
    }

    private static Json json(String text) {
        try {
            return Json.read(text);
        } catch (JsonSyntaxException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
