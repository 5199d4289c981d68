package dev.gatehouse.auth.oidc;

import dev.gatehouse.auth.egress.OperatorHttp;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.trust.IdentityProvider;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The code flow with PKCE at the providers of the configuration (OpenID Connect Core 1.0 §3.1). */
public final class OpenIdClient implements AutoCloseable {
    private final OperatorHttp http;
    private final Discovery discovery;
    private final Clocks clocks;

    /** @param intranetHosts see {@link OperatorHttp}; asked each time */
    public OpenIdClient(Supplier<Set<String>> intranetHosts, Clocks clocks) {
        this.http = new OperatorHttp(intranetHosts);
        this.discovery = new Discovery(http, clocks);
        this.clocks = clocks;
    }

    /**
     * A login to be had.
     *
     * @param redirectUri one for each provider, so that no provider's answer passes for another's (RFC 9700 §4.4.2)
     * @param acrValues asked for; what the provider answers is checked by whoever asks
     * @param maxAge how old the login may be; zero: the person proves themselves again
     */
    public record Login(
            IdentityProvider provider,
            String redirectUri,
            BrowserBinding binding,
            List<String> acrValues,
            Optional<Duration> maxAge) {}

    /** Where the browser goes. */
    public String authorizationUrl(Login login) throws ProviderFailedException {
        URI endpoint = discovery.of(login.provider().issuer()).metadata().authorization();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", login.provider().clientId());
        parameters.put("redirect_uri", login.redirectUri());
        parameters.put("scope", String.join(" ", login.provider().scopes()));
        parameters.put("state", login.binding().state());
        parameters.put("nonce", login.binding().nonce());
        parameters.put("code_challenge", login.binding().codeChallenge());
        parameters.put("code_challenge_method", "S256");
        if (!login.acrValues().isEmpty()) {
            parameters.put("acr_values", String.join(" ", login.acrValues()));
        }
        login.maxAge().ifPresent(age -> parameters.put("max_age", Long.toString(age.toSeconds())));
        return endpoint + (endpoint.getRawQuery() == null ? "?" : "&") + form(parameters);
    }

    /** Whether the response is of this provider, as far as it says (RFC 9207 §2.4); asked before the code is sent to it. */
    public boolean isFrom(IdentityProvider provider, Optional<String> iss) throws ProviderFailedException {
        boolean required = discovery.of(provider.issuer()).metadata().namesItself();
        return iss.map(provider.issuer()::equals).orElse(!required);
    }

    /** Redeems a code. */
    public Proof redeem(Login login, String code) throws ProviderFailedException {
        IdentityProvider provider = login.provider();
        Discovery.Known known = discovery.of(provider.issuer());
        Optional<String> idToken = idToken(login, code, known.metadata());
        if (idToken.isEmpty()) {
            return new Proof.Unproved("the token endpoint did not take the code");
        }
        String nonce = login.binding().nonce();
        return switch (IdTokens.read(idToken.get(), known.keys(), provider, nonce, clocks.now())) {
            case IdTokens.Reading.Bad(String why) -> new Proof.Unproved(why);
            case IdTokens.Reading.Good good -> {
                PersonClaims claims = new PersonClaims(good.claims(), provider);
                yield claims.asserted()
                        .<Proof>map(person -> new Proof.Proved(person, claims.authenticatedAt(), claims.acr()))
                        .orElseGet(() -> new Proof.Unproved(
                                "ID token without " + provider.userNameClaim() + " and without a verified email"));
            }
        };
    }

    /** Empty when the provider refuses the code. */
    private Optional<String> idToken(Login login, String code, ProviderMetadata metadata)
            throws ProviderFailedException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("grant_type", "authorization_code");
        parameters.put("code", code);
        parameters.put("redirect_uri", login.redirectUri());
        parameters.put("code_verifier", login.binding().codeVerifier());
        Optional<Confidential> secret = login.provider().clientSecret();
        boolean basic = secret.isPresent() && !metadata.postsSecret();
        if (!basic) {
            parameters.put("client_id", login.provider().clientId());
            secret.ifPresent(value -> parameters.put("client_secret", value.value()));
        }
        Optional<String> authorization =
                secret.filter(_ -> basic).map(value -> basic(login.provider().clientId(), value));
        return answer(login.provider().issuer(), metadata.token(), form(parameters), authorization);
    }

    private Optional<String> answer(String issuer, URI endpoint, String form, Optional<String> authorization)
            throws ProviderFailedException {
        try {
            OperatorHttp.Response response = http.post(issuer, endpoint, form, authorization);
            if (response.status() >= 500) {
                throw new ProviderFailedException("token endpoint of " + issuer + ": status " + response.status());
            }
            return response.status() == 200 ? Json.read(response.body()).text("id_token") : Optional.empty();
        } catch (IOException e) {
            throw new ProviderFailedException("token endpoint of " + issuer + ": " + e.getMessage());
        } catch (JsonSyntaxException _) {
            throw new ProviderFailedException("token endpoint of " + issuer + ": the answer is not JSON");
        }
    }

    private static String basic(String clientId, Confidential secret) {
        String pair = encode(clientId) + ":" + encode(secret.value());
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
