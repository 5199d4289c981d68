package dev.gatehouse.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ListPage;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.Primitive;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import dev.gatehouse.core.mcp.Retry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each earlier revision has words for: the schemas of 2024-11-05 to 2025-11-25. */
class LegacyFitTest {
    private static final String AUDIO = "{\"type\":\"audio\",\"data\":\"\",\"mimeType\":\"audio/wav\"}";
    private static final String LINK = "{\"type\":\"resource_link\",\"name\":\"n\",\"uri\":\"doc://1\"}";

    private static Json call(OldFields fields, ProtocolVersion version, String result) throws JsonSyntaxException {
        McpRequest request = new McpRequest.ToolCall("t", Json.EMPTY_OBJECT, Retry.NONE, RequestMeta.of(version));
        return new LegacyFit(fields).result(request, Json.read(result));
    }

    private static Json list(OldFields fields, Primitive kind, ProtocolVersion version, String entry)
            throws JsonSyntaxException {
        return new LegacyFit(fields)
                .list(page(kind, entry), version)
                .member(kind.listMember())
                .orElseThrow()
                .elements()
                .getFirst();
    }

    private static ListPage page(Primitive kind, String entry) throws JsonSyntaxException {
        return new ListPage(kind, Json.read("{\"" + kind.listMember() + "\":[" + entry + "]}"));
    }

    @ParameterizedTest
    @CsvSource({
        "V2025_11_25, audio, resource_link", "V2025_06_18, audio, resource_link",
        "V2025_03_26, audio, text", "V2024_11_05, text, text"
    })
    void blocksOfAnUnknownKindBecomeText(ProtocolVersion version, String audio, String link)
            throws JsonSyntaxException {
        Json result = call(OldFields.KEPT, version, "{\"content\":[" + AUDIO + "," + LINK + "]}");
        var blocks = result.member("content").orElseThrow().elements();
        assertThat(blocks.get(0).text("type")).contains(audio);
        assertThat(blocks.get(1).text("type")).contains(link);
        if (link.equals("text")) {
            assertThat(blocks.get(1).text("text")).contains("n: doc://1");
        }
    }

    @Test
    void promptsHaveBlocksToo() throws JsonSyntaxException {
        McpRequest request = new McpRequest.PromptGet(
                "p", Json.EMPTY_OBJECT, Retry.NONE, RequestMeta.of(ProtocolVersion.V2025_03_26));
        Json result = Json.read("{\"messages\":[{\"role\":\"user\",\"content\":" + LINK + "},{\"role\":\"user\"}]}");
        assertThat(new LegacyFit(OldFields.KEPT).result(request, result))
                .hasToString(
                        "{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"n: doc://1\"}},"
                                + "{\"role\":\"user\"}]}");
    }

    @Test
    void whatTheRevisionKnowsStaysByteForByte() throws JsonSyntaxException {
        String result = "{ \"content\" : [ " + LINK + " ], \"_meta\":{\"x\":1} }";
        for (OldFields fields : OldFields.values()) {
            assertThat(call(fields, ProtocolVersion.V2025_11_25, result)).hasToString(result);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "TOOL; V2025_11_25; name,title,icons,annotations,_meta",
                "TOOL; V2025_06_18; name,title,annotations,_meta",
                "TOOL; V2025_03_26; name,annotations",
                "TOOL; V2024_11_05; name",
                "RESOURCE; V2025_06_18; name,title,annotations,_meta",
                "PROMPT; V2024_11_05; name,annotations"
            })
    void strictClientsAreSparedWhatTheirRevisionDoesNotKnow(Primitive kind, ProtocolVersion version, String members)
            throws JsonSyntaxException {
        String entry = "{\"name\":\"n\",\"title\":\"t\",\"icons\":[],\"annotations\":{},\"_meta\":{}}";
        assertThat(list(OldFields.STRIPPED, kind, version, entry).members().keySet())
                .containsExactly(members.split(","));
        assertThat(list(OldFields.KEPT, kind, version, entry)).hasToString(entry);
    }

    @Test
    void aPageIsFittedOnceForEachFormOfIt() throws JsonSyntaxException {
        ListPage page = page(Primitive.TOOL, "{\"name\":\"n\",\"title\":\"t\",\"icons\":[]}");
        Json stripped = new LegacyFit(OldFields.STRIPPED).list(page, ProtocolVersion.V2025_03_26);
        assertThat(new LegacyFit(OldFields.STRIPPED).list(page, ProtocolVersion.V2025_03_26))
                .isSameAs(stripped);
        assertThat(stripped).hasToString("{\"tools\":[{\"name\":\"n\"}]}");
        assertThat(new LegacyFit(OldFields.STRIPPED).list(page, ProtocolVersion.V2025_06_18))
                .hasToString("{\"tools\":[{\"name\":\"n\",\"title\":\"t\"}]}");
        assertThat(new LegacyFit(OldFields.KEPT).list(page, ProtocolVersion.V2025_03_26))
                .isSameAs(page.result());
    }

    @Test
    void strangeShapesPass() throws JsonSyntaxException {
        for (String content : new String[] {"7", "[]", "[7,null,\"x\",[]]", "{}"}) {
            String result = "{\"content\":" + content + "}";
            assertThat(call(OldFields.STRIPPED, ProtocolVersion.V2024_11_05, result))
                    .hasToString(result);
        }
    }
}
