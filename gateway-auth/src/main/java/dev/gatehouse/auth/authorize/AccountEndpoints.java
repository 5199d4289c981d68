package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.grant.Consent;
import dev.gatehouse.auth.login.Browsers;
import dev.gatehouse.auth.login.Visitor;
import dev.gatehouse.auth.page.Failures;
import dev.gatehouse.auth.page.Pages;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@code /account}: a person's connected applications, and the way to disconnect them. */
final class AccountEndpoints {
    static final String PATH = "/account";
    static final String REVOKE_PATH = "/account/revoke";

    private final Browsers browsers;
    private final Approvals approvals;

    AccountEndpoints(Browsers browsers, Approvals approvals) {
        this.browsers = browsers;
        this.approvals = approvals;
    }

    Answer show(Request request) {
        try {
            Optional<Visitor> visitor = browsers.visitor(request);
            return visitor.isPresent() ? show(visitor.get()) : browsers.logIn(request, PATH);
        } catch (SQLException e) {
            return Failures.unavailable("consents cannot be read: SQLState " + e.getSQLState());
        }
    }

    private Answer show(Visitor visitor) throws SQLException {
        List<AccountPage.Connected> applications = approvals.consents(visitor.person()).stream()
                .map(AccountEndpoints::connected)
                .toList();
        return Pages.answer(200, new AccountPage(visitor.person().name(), applications, visitor.formToken()));
    }

    Answer revoke(Request request, Visitor visitor, Form form) throws SQLException, AuditUnavailableException {
        approvals.takeBack(
                visitor.person(), UUID.fromString(form.value("consent").orElse("")));
        return Answer.seeOther(PATH);
    }

    private static AccountPage.Connected connected(Consent consent) {
        return new AccountPage.Connected(
                consent.id().toString(),
                consent.clientName(),
                new WayBack(consent.redirectUri(), Optional.empty(), "").host(),
                consent.target()
                        + consent.bundle().map(bundle -> " (" + bundle + ")").orElse(""),
                String.join(", ", Abilities.of(consent.scopes())),
                LocalDate.ofInstant(consent.grantedAt(), ZoneOffset.UTC).toString());
    }
}
