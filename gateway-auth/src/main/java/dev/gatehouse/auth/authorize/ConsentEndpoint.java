package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.client.ClientLookup;
import dev.gatehouse.auth.client.Clients;
import dev.gatehouse.auth.client.OAuthClient;
import dev.gatehouse.auth.login.OwnForms;
import dev.gatehouse.auth.login.Visitor;
import dev.gatehouse.auth.page.Failures;
import dev.gatehouse.auth.page.OnwardPage;
import dev.gatehouse.auth.page.Pages;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.revision.Revision;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code POST /oauth/authorize}: the answer of the person who was asked. */
final class ConsentEndpoint implements OwnForms.Handler {
    private static final String AGAIN = "Go back to the application and connect it anew.";

    private final Issuer issuer;
    private final Clients clients;
    private final Approvals approvals;
    private final Sealer sealer;
    private final Supplier<Revision> revisions;
    private final Clocks clocks;

    ConsentEndpoint(
            Issuer issuer,
            Clients clients,
            Approvals approvals,
            Sealer sealer,
            Supplier<Revision> revisions,
            Clocks clocks) {
        this.issuer = issuer;
        this.clients = clients;
        this.approvals = approvals;
        this.sealer = sealer;
        this.revisions = revisions;
        this.clocks = clocks;
    }

    @Override
    public Answer handle(Request request, Visitor visitor, Form form) throws SQLException, AuditUnavailableException {
        Optional<Question> question = form.value("question").flatMap(text -> Question.open(sealer, text));
        if (question.isEmpty() || !question.get().session().equals(visitor.session())) {
            return Failures.forged("a consent to a question that was not asked in this session");
        }
        if (!clocks.now().isBefore(question.get().until())) {
            return Failures.answer(400, "You took longer to answer than this page is good for.", AGAIN, "late consent");
        }
        if (form.value("decision").filter("approve"::equals).isEmpty()) {
            approvals.deny(visitor.person(), question.get());
            return onward(
                    "Nothing was agreed to",
                    question.get().way(issuer.url()).withError("access_denied", "the person did not agree"));
        }
        return clients.find(question.get().clientId(), request.peer()) instanceof ClientLookup.Found(OAuthClient client)
                ? approve(visitor, client, question.get(), form)
                : Failures.answer(400, "This gateway does not know the application any more.", AGAIN, "client is gone");
    }

    /** Only what the person has at this moment can be chosen, whatever the page offered. */
    private Answer approve(Visitor visitor, OAuthClient client, Question question, Form form)
            throws SQLException, AuditUnavailableException {
        Optional<Option> option =
                Option.of(revisions.get(), issuer.url(), visitor.person(), client.clientId(), question.resource())
                        .stream()
                        .filter(candidate -> form.value("option")
                                .filter(candidate.value()::equals)
                                .isPresent())
                        .findFirst();
        if (option.isEmpty()) {
            return Failures.answer(400, "What you chose is not there any more.", AGAIN, "the option is gone");
        }
        return switch (approvals.approve(visitor.person(), client, question, option.get())) {
            case Approvals.Approved.WithCode(String code) -> {
                clients.used(client);
                yield onward("You are connected", question.way(issuer.url()).withCode(code));
            }
            case Approvals.Approved.Already _ ->
                Failures.answer(400, "You answered this already.", AGAIN, "a consent was sent twice");
            case Approvals.Approved.TooMany _ ->
                Failures.answer(
                        400,
                        "You have too many connected applications.",
                        "Disconnect some under /account, and try again.",
                        "too many consents of " + visitor.person().name());
        };
    }

    private static Answer onward(String title, String url) {
        return Pages.answer(
                200,
                new OnwardPage(title, "You are being taken back to the application.", url, "Back to the application"));
    }
}
