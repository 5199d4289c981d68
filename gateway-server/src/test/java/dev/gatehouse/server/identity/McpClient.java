package dev.gatehouse.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.server.e2e.TestGateway;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A client that was given one URL and finds everything else as the specification says, message by message. */
final class McpClient implements AutoCloseable {
    private static final Pattern METADATA = Pattern.compile("resource_metadata=\"([^\"]+)\"");
    private static final String VERIFIER = "0123456789-abcdefghijklmnopqrstuvwxyz.~_ABC";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String mcpUrl;
    private Json protectedResource = Json.NULL;
    private Json server = Json.NULL;

    private McpClient(String mcpUrl) {
        this.mcpUrl = mcpUrl;
    }

    /** From the 401 (RFC 6750) to what the server says of itself (RFC 9728), to what its issuer says (RFC 8414). */
    static McpClient at(String mcpUrl) throws Exception {
        McpClient client = new McpClient(mcpUrl);
        HttpResponse<String> refused = client.rpc(URI.create(mcpUrl), "server/discover", "");
        assertThat(refused.statusCode()).isEqualTo(401);
        String challenge = refused.headers().firstValue("www-authenticate").orElse("");
        Matcher metadata = METADATA.matcher(challenge);
        assertThat(metadata.find()).as(challenge).isTrue();
        client.protectedResource = client.json(metadata.group(1));
        assertThat(client.protectedResource.text("resource")).contains(mcpUrl);
        String issuer = client.issuer();
        client.server = client.json(issuer + "/.well-known/oauth-authorization-server");
        assertThat(client.server.text("issuer")).contains(issuer);
        return client;
    }

    String issuer() {
        return protectedResource
                .member("authorization_servers")
                .flatMap(servers -> servers.elements().getFirst().string())
                .orElseThrow();
    }

    Json serverMetadata() {
        return server;
    }

    /** A client id by RFC 7591. */
    String register(String redirectUri) throws Exception {
        HttpResponse<String> answer = registration(redirectUri);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return TestGateway.json(answer.body()).text("client_id").orElseThrow();
    }

    HttpResponse<String> registration(String redirectUri) throws Exception {
        String body = "{\"client_name\":\"ChatGPT\",\"redirect_uris\":[\"" + redirectUri + "\"],\"grant_types\":"
                + "[\"authorization_code\",\"refresh_token\"],\"token_endpoint_auth_method\":\"none\"}";
        return http.send(
                HttpRequest.newBuilder(endpoint("registration_endpoint"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /** @param changes names and values that replace those of a good request */
    String authorizationUrl(String clientId, String redirectUri, String... changes) throws Exception {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("response_type", "code");
        request.put("client_id", clientId);
        request.put("redirect_uri", redirectUri);
        request.put("state", "state/of=the client");
        request.put("scope", "read:tools execute:tools offline_access");
        request.put("code_challenge", challenge());
        request.put("code_challenge_method", "S256");
        request.put("resource", mcpUrl);
        return endpoint("authorization_endpoint") + "?" + form(request, changes);
    }

    /** The code in an answer that is for this client and from the server it asked (RFC 9207). */
    String code(String answer, String redirectUri) {
        assertThat(answer).startsWith(redirectUri + "?");
        Form query = Form.parse(URI.create(answer).getRawQuery());
        assertThat(query.value("state")).contains("state/of=the client");
        assertThat(query.value("iss")).contains(issuer());
        return query.value("code").orElseThrow(() -> new AssertionError(answer));
    }

    HttpResponse<String> redeem(String clientId, String redirectUri, String code, String... changes) throws Exception {
        return redeemAt(endpoint("token_endpoint"), clientId, redirectUri, code, changes);
    }

    /** @param tokenEndpoint of any gateway of this issuer */
    HttpResponse<String> redeemAt(
            URI tokenEndpoint, String clientId, String redirectUri, String code, String... changes) throws Exception {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("grant_type", "authorization_code");
        request.put("client_id", clientId);
        request.put("redirect_uri", redirectUri);
        request.put("code", code);
        request.put("code_verifier", VERIFIER);
        request.put("resource", mcpUrl);
        return post(tokenEndpoint, form(request, changes));
    }

    /** @param tokenEndpoint of any gateway of this issuer */
    HttpResponse<String> refresh(URI tokenEndpoint, String clientId, String refreshToken) throws Exception {
        return post(
                tokenEndpoint,
                form(Map.of("grant_type", "refresh_token", "client_id", clientId, "refresh_token", refreshToken)));
    }

    HttpResponse<String> listTools(String token) throws Exception {
        return listTools(URI.create(mcpUrl), token);
    }

    /** @param at the virtual server at any gateway of this issuer */
    HttpResponse<String> listTools(URI at, String token) throws Exception {
        return rpc(at, "tools/list", token);
    }

    URI endpoint(String name) {
        return URI.create(server.text(name).orElseThrow());
    }

    HttpResponse<String> post(URI endpoint, String form) throws Exception {
        return http.send(
                HttpRequest.newBuilder(endpoint)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> rpc(URI at, String method, String token) throws Exception {
        String message = """
                {"jsonrpc":"2.0","id":1,"method":"%s","params":{"_meta":{
                "io.modelcontextprotocol/protocolVersion":"2026-07-28",
                "io.modelcontextprotocol/clientCapabilities":{}}}}""".formatted(method);
        HttpRequest.Builder request = HttpRequest.newBuilder(at)
                .header("User-Agent", "openai-mcp/1.0.0")
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", method)
                .POST(BodyPublishers.ofString(message));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private Json json(String url) throws Exception {
        HttpResponse<String> answer =
                http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(url).isEqualTo(200);
        return TestGateway.json(answer.body());
    }

    private static String challenge() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    private static String form(Map<String, String> parameters, String... changes) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        for (int i = 0; i < changes.length; i += 2) {
            all.put(changes[i], changes[i + 1]);
        }
        return all.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    @Override
    public void close() {
        http.close();
    }
}
