package dev.gatehouse.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.browser.Jar;
import java.net.http.HttpResponse;
import java.util.Map;

/** Somebody who logs in at the provider where the gateway sends them, and agrees to what they are asked. */
public final class Person implements AutoCloseable {
    private static final int HOPS_MAX = 10;

    private final String name;
    private final String gateway;
    private final String idp;
    Jar browser;

    Person(String name, String gateway, String idp) {
        this.name = name;
        this.gateway = gateway;
        this.idp = idp;
        this.browser = new Jar(gateway);
    }

    /** Goes on where the public address leads now. */
    void reconnect() {
        Jar before = browser;
        browser = before.reconnected();
        before.close();
    }

    /**
     * From a client's authorization request to the address to which its answer goes.
     *
     * @param option what to choose where there is a choice
     */
    public String allow(String authorizationUrl, String... option) throws Exception {
        HttpResponse<String> page = visit(authorizationUrl);
        return page.statusCode() == 303 ? Jar.location(page) : agree(page, option);
    }

    String agree(HttpResponse<String> consent, String... option) throws Exception {
        assertThat(consent.statusCode()).as(consent.body()).isEqualTo(200);
        Map<String, String> answer =
                option.length == 0 ? Map.of("decision", "approve") : Map.of("decision", "approve", "option", option[0]);
        return Jar.onward(browser.submit(consent, "/oauth/authorize", answer));
    }

    /** Follows redirects, logging in on the way, to a page or to where one leads that is not of this gateway. */
    HttpResponse<String> visit(String url) throws Exception {
        HttpResponse<String> at = browser.get(url);
        for (int hops = 0; at.statusCode() == 303 && hops < HOPS_MAX; hops++) {
            String next = Jar.location(at);
            if (next.startsWith(idp)) {
                at = logIn(next);
            } else if (next.startsWith("/") || next.startsWith(gateway)) {
                at = browser.get(next);
            } else {
                return at;
            }
        }
        return at;
    }

    /** Where the provider sends the browser after a login; nobody goes there. */
    String callbackAfter(HttpResponse<String> begun) throws Exception {
        return Jar.location(logIn(Jar.location(begun)));
    }

    private HttpResponse<String> logIn(String loginPage) throws Exception {
        return browser.submit(browser.get(loginPage), idp + "/authorize", Map.of("user", name));
    }

    @Override
    public void close() {
        browser.close();
    }
}
