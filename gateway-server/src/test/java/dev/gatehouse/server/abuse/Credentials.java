package dev.gatehouse.server.abuse;

import dev.gatehouse.auth.keys.DataKeys;
import dev.gatehouse.auth.keys.MasterKey;
import dev.gatehouse.auth.keys.SigningKeys;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.e2e.TestGateway;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Everything a caller may present that must not open a door. Where only a claim is wrong the token is signed with the
 * gateway's own key, so that nothing but the claim can be what refused it.
 */
final class Credentials {
    private final SigningKeys keys;
    private final TestGateway gateway;
    private final String clientId;

    Credentials(TestGateway gateway, DataSource database, String clientId) throws Exception {
        MasterKey master =
                MasterKey.parse("masterKey", Files.readString(gateway.config().resolveSibling("master.key")));
        this.keys = SigningKeys.open(database, DataKeys.open(database, master, Clocks.SYSTEM), Clocks.SYSTEM);
        this.gateway = gateway;
        this.clientId = clientId;
    }

    /** Header lines by what is wrong with them; {@code good} is a token for {@code main}. */
    Map<String, List<String>> bad(String good) {
        Map<String, List<String>> bad = new LinkedHashMap<>();
        bad.put("none", List.of());
        bad.put("nonsense", List.of("Authorization: Bearer x"));
        bad.put("empty", List.of("Authorization: Bearer "));
        bad.put("basic", List.of("Authorization: Basic " + base64(clientId + ":x")));
        bad.put("two", List.of("Authorization: Bearer " + good, "Authorization: Bearer " + good));
        bad.put("scheme twice", List.of("Authorization: Bearer Bearer " + good));
        bad.put("expired", bearer(signed(gateway.url(), gateway.mcpUrl("main"), -3_600)));
        bad.put("other audience", bearer(signed(gateway.url(), "https://else.example/vmcp/main/mcp", 0)));
        bad.put("other issuer", bearer(signed("https://else.example", gateway.mcpUrl("main"), 0)));
        bad.put("no algorithm", bearer(unsigned(good)));
        bad.put("cut short", bearer(good.substring(0, good.length() - 4)));
        return bad;
    }

    /** Proves that {@link #signed} makes tokens that are good when the claims are. */
    String wellMade() {
        return signed(gateway.url(), gateway.mcpUrl("main"), 0);
    }

    private String signed(String issuer, String audience, long issuedSecondsFromNow) {
        long issued = Instant.now().getEpochSecond() + issuedSecondsFromNow;
        return keys.sign(
                "at+jwt",
                Json.object()
                        .put("iss", issuer)
                        .put("kind", "agent")
                        .put("sub", "alice")
                        .put("aud", audience)
                        .put("client_id", clientId)
                        .put("scope", "read:tools execute:tools")
                        .put("iat", issued)
                        .put("exp", issued + 600)
                        .put("jti", "forged")
                        .build());
    }

    private static String unsigned(String good) {
        String claims = good.split("\\.", -1)[1];
        return base64Url("{\"alg\":\"none\",\"typ\":\"at+jwt\"}") + "." + claims + ".";
    }

    private static List<String> bearer(String token) {
        return List.of("Authorization: Bearer " + token);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64Url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
