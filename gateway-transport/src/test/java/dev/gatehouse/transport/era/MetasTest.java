package dev.gatehouse.transport.era;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ClientCapabilities;
import dev.gatehouse.core.mcp.LogLevel;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.RequestMeta;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What travels with a request, and what of it stays here. */
class MetasTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static RequestMeta modern(String meta, Optional<String> traceHeader) throws JsonSyntaxException {
        return Metas.modern(
                ProtocolVersion.V2026_07_28,
                Json.EMPTY_OBJECT,
                Optional.of(LogLevel.INFO),
                Json.read(meta),
                traceHeader);
    }

    @ParameterizedTest
    @CsvSource({
        "io.modelcontextprotocol/anything, false",
        "dev.mcp/x, false",
        "com.mcp.tools/x, false",
        "org.modelcontextprotocol.api/x, false",
        "modelcontextprotocol.io/x, false",
        "api.x.mcp.dev/x, false",
        "com.example.mcp/x, true",
        "com.example/x, true",
        "mcp/x, true",
        "vendor/maxResultSizeChars, true",
        "openai/locale, true",
        "openai/session, false",
        "openai/subject, false",
        "openai/userLocation, false",
        "progressToken, false",
        "traceparent, false",
        "tracestate, false",
        "baggage, false",
        "anything, true",
        "'', true",
        "/, true",
        "./x, true"
    })
    void reservedAndPersonalKeysStayHere(String key, boolean passes) throws JsonSyntaxException {
        Json extra =
                modern("{\"kept\":1,\"" + key + "\":\"v\"}", Optional.empty()).extra();
        assertThat(extra.member("kept")).isPresent();
        assertThat(extra.member(key).isPresent()).isEqualTo(passes);
    }

    @Test
    void nothingButReservedKeysIsNothing() throws JsonSyntaxException {
        assertThat(modern("{\"progressToken\":1,\"baggage\":\"b\"}", Optional.empty())
                        .extra())
                .isEqualTo(Json.EMPTY_OBJECT);
        assertThat(modern("{}", Optional.empty()).extra()).isEqualTo(Json.EMPTY_OBJECT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"\"p\"; true", "7; true", "1.5; false", "null; false", "{}; false"})
    void aProgressTokenIsAStringOrAnInteger(String token, boolean counts) throws JsonSyntaxException {
        assertThat(modern("{\"progressToken\":" + token + "}", Optional.empty())
                        .progressToken()
                        .isPresent())
                .isEqualTo(counts);
        assertThat(modern("{\"progressToken\":\"" + "t".repeat(1024) + "\"}", Optional.empty())
                        .progressToken())
                .isEmpty();
    }

    @Test
    void theTraceInTheBodyComesFirst() throws JsonSyntaxException {
        String other = TRACE.replace("0af7", "1bf7");
        assertThat(modern("{\"traceparent\":\"" + TRACE + "\"}", Optional.of(other))
                        .traceParent())
                .contains(TRACE);
        assertThat(modern("{}", Optional.of(other)).traceParent()).contains(other);
        assertThat(modern("{\"traceparent\":\"x\"}", Optional.empty()).traceParent())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "V2024_11_05, false, false, false",
        "V2025_03_26, false, false, false",
        "V2025_06_18, true, false, false",
        "V2025_11_25, true, true, true"
    })
    void aClientCanBeAskedWhatItsRevisionHasWordsFor(
            ProtocolVersion version, boolean form, boolean url, boolean samplingTools) throws JsonSyntaxException {
        Json declared = Json.read(
                "{\"elicitation\":{\"form\":{},\"url\":{}},\"sampling\":{\"tools\":{}},\"roots\":{\"listChanged\":true}}");
        Session session =
                new Session("i", Principal.ANONYMOUS, "s", version, declared, Optional.empty(), Instant.EPOCH);
        assertThat(session.capabilities())
                .isEqualTo(new ClientCapabilities(form, url, true, samplingTools, true, false));
    }
}
