package dev.gatehouse.server.abuse;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.server.e2e.TestGateway;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;

/** What those can send who ask for tokens, push people or administer, with a secret of one shape in each place. */
record PlantedForms(Plants plants, TestGateway gateway, SecretShape shape, String scimToken) {

    void send() throws IOException {
        for (Ask ask : List.of(
                form("token", "grant_type=client_credentials")
                        .with("Authorization", basic("gha_x", s("a client's secret"))),
                form("token", "grant_type=client_credentials").with("Authorization", basic(s("a client's id"), "x")),
                form("token", "grant_type=client_credentials&client_id=gha_x&client_secret=" + e("a posted secret")),
                form("token", "grant_type=" + e("a grant type")),
                form(
                        "token",
                        "grant_type=authorization_code&client_id=x&code=" + e("a code") + "&code_verifier="
                                + e("a verifier")),
                form("token", "grant_type=refresh_token&client_id=x&refresh_token=" + e("a refresh token")),
                form("revoke", "client_id=x&token=" + e("a token to revoke")),
                form("introspect", "client_id=x&token=" + e("a token to inspect")),
                Ask.of(
                        "GET",
                        "/oauth/authorize?response_type=code&client_id=" + e("who asks") + "&state=" + e("a state")
                                + "&redirect_uri=" + e("a redirection")),
                scim("GET", "/Users?filter=" + e("a filter")).with("Authorization", "Bearer " + s("a SCIM token")),
                scim("GET", "/Users?filter=" + e("a filter of somebody")),
                scim("POST", "/Users")
                        .saying("{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"userName\":\"u-"
                                + shape.name() + "\",\"password\":\"" + s("a password") + "\"}"))) {
            ask.send(gateway.port);
        }
        for (Ask ask : List.of(
                admin("GET", "/api/v1/audit/events?" + e("a field") + "=1"),
                admin("GET", "/api/v1/" + e("an admin path")),
                admin("POST", "/api/v1/reload?" + e("a parameter") + "=1"),
                Ask.of("GET", "/api/v1/agents").with("Authorization", "Bearer " + s("an admin token")))) {
            ask.send(gateway.adminPort);
        }
    }

    private Ask form(String endpoint, String body) {
        return Ask.of("POST", "/oauth/" + endpoint)
                .with("Content-Type", "application/x-www-form-urlencoded")
                .saying(body);
    }

    private Ask scim(String method, String path) {
        return Ask.of(method, "/scim/v2" + path)
                .with("Content-Type", "application/scim+json")
                .with("Authorization", "Bearer " + scimToken);
    }

    private Ask admin(String method, String path) throws IOException {
        String token = java.nio.file.Files.readString(gateway.data().resolve("admin.token"))
                .strip();
        return Ask.of(method, path).with("Authorization", "Bearer " + token);
    }

    private static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(UTF_8));
    }

    private String s(String place) {
        return plants.plant(shape, "forms: " + place);
    }

    private String e(String place) {
        return URLEncoder.encode(s(place), UTF_8);
    }
}
