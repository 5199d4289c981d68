package dev.gatehouse.auth.login;

import dev.gatehouse.auth.page.Failures;
import dev.gatehouse.auth.page.Pages;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Optional;

/** Lets only forms through that a page of ours sent, with the token of the person who is logged in at that browser. */
public final class OwnForms {
    private final Pages pages;
    private final Browsers browsers;

    public OwnForms(Pages pages, Browsers browsers) {
        this.pages = pages;
        this.browsers = browsers;
    }

    @FunctionalInterface
    public interface Handler {
        Answer handle(Request request, Visitor visitor, Form form) throws SQLException, AuditUnavailableException;
    }

    public Answer handle(Request request, Handler handler) {
        if (!pages.isFromOurPage(request)) {
            return Failures.forged("a form from elsewhere");
        }
        try {
            Form form = Form.parse(new String(request.body(), StandardCharsets.UTF_8));
            Optional<Visitor> visitor = browsers.visitor(request);
            return visitor.filter(known -> carriesTokenOf(known, form)).isPresent()
                    ? handler.handle(request, visitor.get(), form)
                    : Failures.forged("a form without the token of this session");
        } catch (IllegalArgumentException _) {
            return Failures.forged("a malformed form");
        } catch (SQLException e) {
            return Failures.unavailable("a form cannot be acted on: SQLState " + e.getSQLState());
        } catch (AuditUnavailableException _) {
            return Failures.unavailable("a form cannot be acted on: nothing can be recorded");
        }
    }

    private static boolean carriesTokenOf(Visitor visitor, Form form) {
        byte[] expected = visitor.formToken().getBytes(StandardCharsets.UTF_8);
        return form.value("form_token")
                .filter(token -> MessageDigest.isEqual(expected, token.getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }
}
