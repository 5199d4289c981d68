package dev.gatehouse.auth.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagesTest {
    private static final Pages PAGES = new Pages("https://gw.test");

    @Test
    void textOfStrangersStaysText() {
        String hostile = "\"><script>alert(1)</script>'&{{title}}";

        String html = new OnwardPage(hostile, hostile, hostile, hostile).html();

        assertThat(html).doesNotContain("<script").doesNotContain("\"><").doesNotContain("'&");
        assertThat(html).contains("&lt;script&gt;").contains("{{title}}");
    }

    @Test
    void aPageMayLoadNothingOfOthersAndBeFramedByNobody() {
        Answer answer = Pages.answer(200, new NoticePage("Title", "Sentence."));

        assertThat(answer.headers())
                .contains(Map.entry("X-Frame-Options", "DENY"), Map.entry("Cache-Control", "no-store"))
                .anySatisfy(header -> assertThat(header.getValue())
                        .startsWith("default-src 'none'")
                        .contains("frame-ancestors 'none'")
                        .doesNotContain("unsafe")
                        .doesNotContain("script-src"));
    }

    @Test
    void whatAPageLoadsIsServedForGoodUnderItsDigest() throws Exception {
        String html = new NoticePage("Title", "Sentence.").html();

        for (Endpoint asset : Assets.endpoints()) {
            assertThat(html).contains("\"" + asset.path() + "\"");
            assertThat(asset.path().toString()).matches("/assets/gatehouse-[0-9a-f]{12}\\.(css|svg)");
            assertThat(asset.handler().handle(form(Map.of())).headers())
                    .contains(Map.entry("Cache-Control", "public, max-age=31536000, immutable"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://gw.test,      same-origin, true",
        "https://gw.test,      ,            true",
        "https://gw.test,      cross-site,  false",
        "https://gw.test,      same-site,   false",
        "https://gw.test.evil, ,            false",
        "http://gw.test,       ,            false",
        "https://gw.test:444,  same-origin, false",
        "null,                 same-origin, false",
        ",                     same-origin, false",
        ",                     ,            false",
    })
    void onlyFormsOfOurPagesCount(String origin, String site, boolean ours) {
        Map<String, List<String>> headers = new HashMap<>();
        if (origin != null) {
            headers.put("origin", List.of(origin));
        }
        if (site != null) {
            headers.put("sec-fetch-site", List.of(site));
        }

        assertThat(PAGES.isFromOurPage(form(headers))).isEqualTo(ours);
    }

    private static Request form(Map<String, List<String>> headers) {
        return new Request(
                Endpoint.Method.POST, "/", Map.of(), "", headers, "".getBytes(StandardCharsets.UTF_8), "192.0.2.7");
    }
}
