package dev.gatehouse.auth.authorize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.auth.TestWorld;
import dev.gatehouse.auth.agent.AgentRoster;
import dev.gatehouse.auth.bearer.Revocations;
import dev.gatehouse.auth.client.ClientDirectory;
import dev.gatehouse.auth.keys.Base64Url;
import dev.gatehouse.auth.login.Browsers;
import dev.gatehouse.auth.login.Demand;
import dev.gatehouse.auth.login.Visitor;
import dev.gatehouse.auth.people.Acquaintance;
import dev.gatehouse.auth.people.Asserted;
import dev.gatehouse.auth.people.Directory;
import dev.gatehouse.auth.people.Person;
import dev.gatehouse.auth.token.Tokens;
import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.policy.PolicyPipeline;
import dev.gatehouse.core.revision.Bundle;
import dev.gatehouse.core.revision.Members;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.IdentityProvider;
import dev.gatehouse.core.trust.RegisteredClient;
import dev.gatehouse.core.trust.Registration;
import dev.gatehouse.core.trust.TokenLifetimes;
import dev.gatehouse.core.trust.Trust;
import dev.gatehouse.core.upstream.Screen;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Ann at her browser, registered clients, and one or more gateways that share the database. */
final class GrantWorld {
    static final String APP = "app";
    static final String APP_CALLBACK = "https://app.test/cb";
    static final String VAULT = "vault";
    static final String VAULT_SECRET = "vault-secret-of-more-than-32-characters";
    static final String DESKTOP = "desktop";
    static final String VERIFIER = "v".repeat(43);
    static final String OFFLINE = "read:tools execute:tools offline_access";

    private static final Pattern QUESTION = Pattern.compile("name=\"question\" value=\"([^\"]+)\"");
    private static final Pattern ONWARD = Pattern.compile("url=([^\"]+)\"");

    final TestWorld world;
    final Directory people;
    final Person ann;
    final Gateway gateway;
    volatile Optional<Visitor> visitor;

    private GrantWorld(TestWorld world) throws Exception {
        this.world = world;
        world.revision = revision("red", "blue");
        this.people = world.people();
        Asserted asserted = new Asserted(
                IdentityProvider.LOCAL, "s-ann", "ann", Optional.of("Ann"), Optional.empty(), Optional.empty());
        this.ann = ((Acquaintance.Known) people.meet(asserted, true)).person();
        this.visitor = Optional.of(visitor("session-1"));
        this.gateway = gateway();
    }

    static GrantWorld fresh() throws Exception {
        return new GrantWorld(TestWorld.fresh());
    }

    Visitor visitor(String session) {
        return new Visitor(ann, session, world.clock.now(), Optional.empty(), "form-token");
    }

    /** Ann is in bundle mine of every server named, and in bundle other of the first. */
    static Revision revision(String... servers) {
        Revision agents = TestWorld.revision("red", "blue");
        List<Bundle> bundles = new ArrayList<>(agents.bundles());
        bundles.add(bundle("mine", servers));
        bundles.add(bundle("other", servers[0]));
        Trust trust = new Trust(
                List.of(),
                List.of(
                        new RegisteredClient(APP, "The App", List.of(APP_CALLBACK), Optional.empty(), Optional.empty()),
                        new RegisteredClient(
                                VAULT,
                                "The Vault",
                                List.of("https://vault.test/cb"),
                                Optional.of(new Confidential(VAULT_SECRET)),
                                Optional.empty()),
                        new RegisteredClient(
                                DESKTOP,
                                "Desktop",
                                List.of("http://127.0.0.1/cb"),
                                Optional.empty(),
                                Optional.empty())),
                List.of(),
                Registration.DEFAULT,
                TokenLifetimes.DEFAULT);
        return new Revision("r", agents.servers(), bundles, agents.agents(), Map.of(), trust);
    }

    static Revision with(Revision revision, Trust trust) {
        return new Revision(
                "r", revision.servers(), revision.bundles(), revision.agents(), revision.upstreams(), trust);
    }

    private static Bundle bundle(String name, String... servers) {
        return new Bundle(
                new BundleName(name),
                new Members(Set.of(), Set.of("local/ann"), false),
                Stream.of(servers).map(ServerName::new).collect(Collectors.toSet()),
                new PolicyPipeline(List.of(), List.of()),
                Screen.NONE,
                AuditSettings.DEFAULT);
    }

    /** One more gateway on the same database. */
    Gateway gateway() throws Exception {
        return new Gateway();
    }

    static String challenge(String verifier) throws Exception {
        return Base64Url.encode(
                MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    }

    /** A good authorization request of a client, for the red server. */
    static String[] request(String client, String callback, String scope) throws Exception {
        return new String[] {
            "response_type",
            "code",
            "client_id",
            client,
            "redirect_uri",
            callback,
            "code_challenge",
            challenge(VERIFIER),
            "code_challenge_method",
            "S256",
            "resource",
            TestWorld.RED_MCP,
            "scope",
            scope,
            "state",
            "xyz"
        };
    }

    /** The parameters with one of them exchanged; null leaves it out. */
    static String[] but(String[] parameters, String name, String value) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < parameters.length; i += 2) {
            if (!parameters[i].equals(name)) {
                all.add(parameters[i]);
                all.add(parameters[i + 1]);
            }
        }
        if (value != null) {
            all.add(name);
            all.add(value);
        }
        return all.toArray(String[]::new);
    }

    static String location(Answer answer) {
        return header(answer, "Location");
    }

    static String header(Answer answer, String name) {
        return answer.headers().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    static Form query(String url) {
        return Form.parse(URI.create(url).getRawQuery());
    }

    static String body(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    static String onward(Answer answer) {
        Matcher matcher = ONWARD.matcher(body(answer));
        assertThat(matcher.find()).as(body(answer)).isTrue();
        return matcher.group(1).replace("&amp;", "&").replace("&#x3D;", "=");
    }

    static String question(Answer page) {
        Matcher matcher = QUESTION.matcher(body(page));
        assertThat(matcher.find()).as(body(page)).isTrue();
        return matcher.group(1).replace("&#x3D;", "=");
    }

    /** One process. */
    final class Gateway {
        final Revocations revocations;
        final Tokens tokens;
        private final List<Endpoint> endpoints = new ArrayList<>();

        Gateway() throws Exception {
            AgentRoster agents = world.roster();
            revocations = Revocations.open(world.database, world.clock.clocks());
            tokens = world.tokens(agents, people, revocations);
            ClientDirectory clients = world.clients(agents);
            endpoints.addAll(tokens.endpoints());
            endpoints.addAll(clients.endpoints());
            endpoints.addAll(new Authorization(new Authorization.Parts(
                            TestWorld.ISSUER,
                            clients,
                            new AnnsBrowser(),
                            world.grants(revocations),
                            revocations,
                            world.sealer(),
                            world.place(),
                            () -> world.revision))
                    .endpoints());
        }

        /** The id of a new public client of {@link #APP_CALLBACK}, as its developer's JSON has the grant types. */
        String register(String grantTypes) throws Exception {
            String body = "{\"redirect_uris\":[\"" + APP_CALLBACK + "\"],\"token_endpoint_auth_method\":\"none\","
                    + "\"grant_types\":" + grantTypes + "}";
            Answer answer = send(Endpoint.Method.POST, "/oauth/register", "", Map.of(), body);
            return TestWorld.json(answer).text("client_id").orElseThrow(() -> new AssertionError(body(answer)));
        }

        Answer authorize(String... parameters) throws Exception {
            return send(Endpoint.Method.GET, "/oauth/authorize", TestWorld.form(parameters), Map.of(), "");
        }

        Answer post(String path, String... form) throws Exception {
            return send(Endpoint.Method.POST, path, "", TestWorld.FORM, TestWorld.form(form));
        }

        /** As a page of ours sends it. */
        Answer submit(String path, String... form) throws Exception {
            return send(
                    Endpoint.Method.POST,
                    path,
                    "",
                    Map.of("origin", List.of(TestWorld.ISSUER.url())),
                    TestWorld.form(form));
        }

        Answer get(String path) throws Exception {
            return send(Endpoint.Method.GET, path, "", Map.of(), "");
        }

        private Answer send(
                Endpoint.Method method, String path, String query, Map<String, List<String>> headers, String body)
                throws Exception {
            for (Endpoint endpoint : endpoints) {
                if (endpoint.method() == method && endpoint.path().match(path).isPresent()) {
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    return endpoint.handler()
                            .handle(new Request(method, path, Map.of(), query, headers, bytes, "192.0.2.7"));
                }
            }
            throw new AssertionError("no endpoint for " + method + " " + path);
        }

        /** Ann is asked and agrees; where there is a choice, to bundle mine. */
        String code(String client, String callback, String scope) throws Exception {
            Answer page = authorize(request(client, callback, scope));
            Answer agreed = page.status() == 303 ? page : approve(page, "red/mine");
            String url = agreed.status() == 303 ? location(agreed) : onward(agreed);
            return query(url).value("code").orElseThrow(() -> new AssertionError(url));
        }

        Answer approve(Answer page, String option) throws Exception {
            return submit(
                    "/oauth/authorize",
                    "form_token",
                    "form-token",
                    "question",
                    question(page),
                    "option",
                    option,
                    "decision",
                    "approve");
        }

        Answer redeem(String code, String... more) throws Exception {
            List<String> form = new ArrayList<>(List.of(
                    "grant_type",
                    "authorization_code",
                    "client_id",
                    APP,
                    "code",
                    code,
                    "code_verifier",
                    VERIFIER,
                    "redirect_uri",
                    APP_CALLBACK,
                    "resource",
                    TestWorld.RED_MCP));
            String[] all = form.toArray(String[]::new);
            for (int i = 0; i < more.length; i += 2) {
                all = but(all, more[i], more[i + 1].equals("-") ? null : more[i + 1]);
            }
            return post("/oauth/token", all);
        }

        Answer refresh(String token, String... more) throws Exception {
            String[] all = {"grant_type", "refresh_token", "client_id", APP, "refresh_token", token};
            for (int i = 0; i < more.length; i += 2) {
                all = but(all, more[i], more[i + 1]);
            }
            return post("/oauth/token", all);
        }

        Authentication authenticate(String accessToken) {
            return tokens.authenticator().authenticate(new AccessToken(accessToken), TestWorld.RED_AUDIENCES);
        }

        boolean accepts(String accessToken) {
            return authenticate(accessToken) instanceof Authentication.Authenticated;
        }
    }

    private final class AnnsBrowser implements Browsers {
        @Override
        public Optional<Visitor> visitor(Request request) {
            return visitor;
        }

        @Override
        public Answer logIn(Request request, String returnTo, Demand demand) {
            return Answer.seeOther("/login?" + returnTo);
        }
    }
}
