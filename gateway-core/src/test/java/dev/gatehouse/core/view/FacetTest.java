package dev.gatehouse.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonPointer;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.Definition;
import dev.gatehouse.core.mcp.UpstreamId;
import dev.gatehouse.core.revision.ResearchFacade.Fetch;
import dev.gatehouse.core.revision.ResearchFacade.Places;
import dev.gatehouse.core.revision.ResearchFacade.Search;
import org.junit.jupiter.api.Test;

class FacetTest {
    private static final UpstreamId WIKI = new UpstreamId("wiki");
    private static final Places PLACES = new Places(at("/pageId"), at("/heading"), at("/links/web"));
    private static final Facet SEARCH = Facet.of(new Search(WIKI, "find", "q", at("/items"), PLACES));
    private static final Facet FETCH = Facet.of(new Fetch(WIKI, "get", "pageId", PLACES, at("/body")));

    @Test
    void the_one_argument_goes_by_the_tool_s_own_name() throws Exception {
        assertThat(SEARCH.arguments(json("{\"query\":\"x\",\"more\":1}"))).contains(json("{\"q\":\"x\"}"));
        assertThat(FETCH.arguments(json("{\"id\":\"7\"}"))).contains(json("{\"pageId\":\"7\"}"));
        assertThat(SEARCH.arguments(json("{\"query\":3}"))).isEmpty();
        assertThat(FETCH.arguments(Json.EMPTY_OBJECT)).isEmpty();
    }

    @Test
    void what_was_found_is_listed_as_deep_research_expects() throws Exception {
        Json result = json("{\"structuredContent\":{\"items\":["
                + "{\"pageId\":7,\"heading\":\"Seven\",\"links\":{\"web\":\"https://w/7\"}},{\"pageId\":\"8\"}]}}");
        Json expected = json("{\"results\":[{\"id\":\"7\",\"title\":\"Seven\",\"url\":\"https://w/7\"},"
                + "{\"id\":\"8\",\"title\":\"8\",\"url\":\"8\"}]}");
        Json shaped = SEARCH.result(Json.EMPTY_OBJECT, result);
        assertThat(shaped.member("structuredContent")).contains(expected);
        assertThat(Json.read(
                        shaped.at(at("/content/0/text")).orElseThrow().string().orElseThrow()))
                .isEqualTo(expected);
    }

    @Test
    void text_that_is_json_will_do_and_other_text_finds_nothing() throws Exception {
        Json jsonText = json("{\"content\":[{\"type\":\"text\",\"text\":\"{\\\"items\\\":[{\\\"pageId\\\":1}]}\"}]}");
        assertThat(SEARCH.result(Json.EMPTY_OBJECT, jsonText).at(at("/structuredContent/results/0/id")))
                .contains(Json.of("1"));
        Json prose = json("{\"content\":[{\"type\":\"text\",\"text\":\"nothing\"}]}");
        assertThat(SEARCH.result(Json.EMPTY_OBJECT, prose).at(at("/structuredContent/results")))
                .contains(json("[]"));
    }

    @Test
    void a_document_that_is_plain_text_is_called_by_the_id_that_was_asked_for() throws Exception {
        Json prose = json("{\"content\":[{\"type\":\"text\",\"text\":\"All of it.\"}]}");
        assertThat(FETCH.result(json("{\"id\":\"7\"}"), prose).member("structuredContent"))
                .contains(json("{\"id\":\"7\",\"title\":\"7\",\"url\":\"7\",\"text\":\"All of it.\"}"));
    }

    @Test
    void a_document_keeps_its_metadata() throws Exception {
        Json result = json("{\"structuredContent\":{\"pageId\":\"7\",\"heading\":\"S\",\"body\":\"B\","
                + "\"links\":{\"web\":\"https://w\"},\"metadata\":{\"by\":\"me\"}}}");
        assertThat(FETCH.result(json("{\"id\":\"7\"}"), result).member("structuredContent"))
                .contains(json("{\"id\":\"7\",\"title\":\"S\",\"url\":\"https://w\",\"text\":\"B\","
                        + "\"metadata\":{\"by\":\"me\"}}"));
    }

    @Test
    void an_error_stays_an_error() throws Exception {
        Json error = json("{\"content\":[{\"type\":\"text\",\"text\":\"no\"}],\"isError\":true}");
        assertThat(SEARCH.result(Json.EMPTY_OBJECT, error)).isEqualTo(error);
        assertThat(FETCH.result(Json.EMPTY_OBJECT, error)).isEqualTo(error);
    }

    @Test
    void the_definition_speaks_for_the_tool_behind_it() throws Exception {
        Definition behind = Definition.tool("find", json("{\"name\":\"find\",\"description\":\"Finds pages.\"}"));
        Json search = SEARCH.definition(behind).json();
        assertThat(search.text("name")).contains("search");
        assertThat(search.text("description")).contains("Finds pages.");
        assertThat(search.at(at("/inputSchema/required/0"))).contains(Json.of("query"));
        assertThat(search.at(at("/annotations/readOnlyHint"))).contains(Json.of(true));
    }

    private static Json json(String text) throws JsonSyntaxException {
        return Json.read(text);
    }

    private static JsonPointer at(String pointer) {
        return JsonPointer.parse(pointer);
    }
}
