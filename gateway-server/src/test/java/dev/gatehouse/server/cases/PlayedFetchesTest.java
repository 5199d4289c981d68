package dev.gatehouse.server.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.policy.script.ScriptFetch.Fetched;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlayedFetchesTest {
    private final PlayedFetches fetches = new PlayedFetches(List.of(
            new Case.Played("https://a.example/", 200, Optional.of("one")),
            new Case.Played("https://b.example/", 503, Optional.empty())));

    @Test
    void answersComeInTheOrderOfTheTableAndOnlyToTheirUrl() {
        assertThat(fetch("https://b.example/")).isInstanceOf(Fetched.Refused.class);
        assertThat(came("https://a.example/")).contains("one").contains("200");
        assertThat(fetch("https://a.example/")).isInstanceOf(Fetched.Refused.class);
        assertThat(fetches.left()).containsExactly("https://b.example/");
        assertThat(came("https://b.example/")).contains("503");
        assertThat(fetches.left()).isEmpty();
        assertThat(fetch("https://b.example/")).isInstanceOf(Fetched.Refused.class);
    }

    @Test
    void aRequestWithoutUrlIsRefused() {
        assertThat(fetches.fetch(Json.EMPTY_OBJECT, Duration.ofSeconds(1))).isInstanceOf(Fetched.Refused.class);
    }

    private String came(String url) {
        return fetch(url) instanceof Fetched.Came(Json response) ? response.toString() : "refused";
    }

    private Fetched fetch(String url) {
        return fetches.fetch(Json.object().put("url", url).build(), Duration.ofSeconds(1));
    }
}
