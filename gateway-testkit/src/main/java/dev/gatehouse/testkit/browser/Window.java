package dev.gatehouse.testkit.browser;

import dev.gatehouse.core.json.Json;
import java.nio.file.Path;
import java.util.List;

/** One window of a browser. Each order waits until what it names is there, for a quarter of a minute at most. */
public final class Window {
    private final Chromium browser;
    private final long number;

    Window(Chromium browser, long number) {
        this.browser = browser;
        this.number = number;
    }

    /** Types an address; what it leads to in the end answers with this status. */
    public int go(String url) {
        Json order = browser.order("go", number).put("url", url).build();
        return Math.toIntExact(browser.order(order).integer().orElseThrow());
    }

    public void clickLink(String name) {
        click("link", name);
    }

    public void clickButton(String name) {
        click("button", name);
    }

    public void clickRadio(String name) {
        click("radio", name);
    }

    private void click(String role, String name) {
        browser.order(browser.order("click", number)
                .put("role", role)
                .put("name", name)
                .build());
    }

    /** @param label of the field, as people read it */
    public void fill(String label, String value) {
        browser.order(browser.order("fill", number)
                .put("label", label)
                .put("value", value)
                .build());
    }

    /** Shows a page of nobody's with a form, and sends that. */
    public void submit(String html) {
        browser.order(browser.order("submit", number).put("html", html).build());
    }

    public void arriveAt(String prefix) {
        browser.order(browser.order("arrive", number).put("prefix", prefix).build());
    }

    public String url() {
        return ask("url").string().orElseThrow();
    }

    /** Every address beyond this machine that the page led to; none is really asked, and the page stays where it is. */
    public List<String> elsewhere() {
        return texts("elsewhere");
    }

    public String html() {
        return ask("html").string().orElseThrow();
    }

    /** What can be read. */
    public String text() {
        return ask("text").string().orElseThrow();
    }

    /** What axe objects to, as {@code rule: where}. */
    public List<String> violations() {
        return texts("violations");
    }

    /** What the browser wrote to its console as errors since it was last asked: refused loads, broken policies. */
    public List<String> complaints() {
        return texts("complaints");
    }

    public List<String> cookies() {
        return texts("cookies");
    }

    public void resize(int widthPixels) {
        browser.order(browser.order("width", number).put("pixels", widthPixels).build());
    }

    /** How much of the page is beyond the right edge. */
    public int overflowPixels() {
        return Math.toIntExact(ask("overflow").integer().orElseThrow());
    }

    public void screenshot(Path file) {
        browser.order(browser.order("screenshot", number)
                .put("path", file.toAbsolutePath().toString())
                .build());
    }

    private List<String> texts(String what) {
        return ask(what).elements().stream()
                .map(text -> text.string().orElseThrow())
                .toList();
    }

    private Json ask(String what) {
        return browser.order(browser.order(what, number).build());
    }
}
