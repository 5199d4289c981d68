package dev.gatehouse.auth.local;

import dev.gatehouse.auth.login.BrowserCookie;
import dev.gatehouse.auth.login.BrowserSecret;
import dev.gatehouse.auth.page.Page;
import dev.gatehouse.auth.page.Pages;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Forms that are filled in before anybody is logged in: bound to the browser by a cookie that says no more than that. */
final class VisitForm {
    static final int BODY_MAX_BYTES = 16 * 1024;

    private static final Duration LASTS = Duration.ofMinutes(30);

    private final Pages pages;

    VisitForm(Pages pages) {
        this.pages = pages;
    }

    /** @param page given the token that the form has to carry */
    Answer show(Request request, int status, Function<String, Page> page) {
        BrowserSecret browser = BrowserCookie.VISIT.in(request).orElseGet(BrowserSecret::random);
        return BrowserCookie.VISIT.set(Pages.answer(status, page.apply(browser.formToken())), browser, LASTS);
    }

    /** What was sent; empty when another page than ours made this browser send it. */
    Optional<Form> read(Request request) {
        if (!pages.isFromOurPage(request)) {
            return Optional.empty();
        }
        try {
            Form form = Form.parse(new String(request.body(), StandardCharsets.UTF_8));
            return BrowserCookie.VISIT
                    .in(request)
                    .filter(browser -> browser.isFormToken(form.value("form_token")))
                    .map(_ -> form);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
