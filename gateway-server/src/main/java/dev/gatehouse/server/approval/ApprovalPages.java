package dev.gatehouse.server.approval;

import dev.gatehouse.auth.login.Browsers;
import dev.gatehouse.auth.login.OwnForms;
import dev.gatehouse.auth.login.Visitor;
import dev.gatehouse.auth.page.ApprovalPage;
import dev.gatehouse.auth.page.ApprovalsPage;
import dev.gatehouse.auth.page.Failures;
import dev.gatehouse.auth.page.NoticePage;
import dev.gatehouse.auth.page.Pages;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Form;
import dev.gatehouse.core.http.PathPattern;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.policy.approval.About;
import dev.gatehouse.policy.approval.ApprovalDesk;
import dev.gatehouse.policy.approval.ApprovalRequest;
import dev.gatehouse.policy.approval.Decided;
import dev.gatehouse.policy.approval.Decider;
import dev.gatehouse.policy.approval.Word;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /approvals}: what waits for the person at the browser, and each of it to be decided. */
final class ApprovalPages {
    static final String PATH = "/approvals";
    private static final int FORM_MAX_BYTES = 4 * 1024;
    private static final Duration STANDING = Duration.ofHours(1);

    private final Browsers browsers;
    private final OwnForms forms;
    private final ApprovalDesk desk;
    private final Deciders deciders;

    ApprovalPages(ApprovalParts parts, ApprovalDesk desk, Deciders deciders) {
        this.browsers = parts.auth().browsers();
        this.forms = new OwnForms(new Pages(parts.origin()), browsers);
        this.desk = desk;
        this.deciders = deciders;
    }

    List<Endpoint> endpoints() {
        return List.of(
                route(Endpoint.Method.GET, PATH, 0, request -> seen(request, PATH, this::list)),
                route(
                        Endpoint.Method.GET,
                        PATH + "/{id}",
                        0,
                        request -> seen(request, PATH + "/" + id(request), visitor -> show(visitor, id(request)))),
                route(
                        Endpoint.Method.POST,
                        PATH + "/{id}",
                        FORM_MAX_BYTES,
                        request -> forms.handle(request, this::decide)));
    }

    static String word(ApprovalRequest.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    @FunctionalInterface
    private interface Shown {
        Answer to(Visitor visitor) throws SQLException;
    }

    private Answer seen(Request request, String path, Shown page) {
        try {
            Optional<Visitor> visitor = browsers.visitor(request);
            return visitor.isPresent() ? page.to(visitor.get()) : browsers.logIn(request, path);
        } catch (SQLException e) {
            return Failures.unavailable("approvals cannot be read: SQLState " + e.getSQLState());
        }
    }

    private Answer list(Visitor visitor) throws SQLException {
        Decider decider = deciders.of(visitor.person());
        List<ApprovalsPage.Waiting> waiting = desk.open().stream()
                .filter(request -> request.state() == ApprovalRequest.State.PENDING)
                .filter(request -> desk.objection(request, decider).isEmpty())
                .map(request -> new ApprovalsPage.Waiting(
                        request.id(),
                        request.about().requester(),
                        request.about().server() + "/" + request.about().name(),
                        ApprovalPage.time(request.expiresAt())))
                .toList();
        return Pages.answer(200, new ApprovalsPage(visitor.person().name(), waiting));
    }

    private Answer show(Visitor visitor, String id) throws SQLException {
        Decider decider = deciders.of(visitor.person());
        return desk.find(id)
                .filter(request -> mayLook(decider, request.about()))
                .map(request -> Pages.answer(200, page(request, decider, visitor.formToken())))
                .orElseGet(ApprovalPages::nothing);
    }

    /** Those who may decide, and whoever asks. Others learn nothing, not even that there is one. */
    private static boolean mayLook(Decider decider, About about) {
        return decider.mayDecide(about) || decider.isRequester(about);
    }

    private ApprovalPage page(ApprovalRequest request, Decider decider, String formToken) {
        Optional<String> arguments = desk.arguments(request);
        About about = request.about();
        boolean pending = request.state() == ApprovalRequest.State.PENDING;
        Optional<String> objection = desk.objection(request, decider);
        return new ApprovalPage(
                request.id(),
                word(request.state()),
                request.outcome(),
                about.kind(),
                about.requester(),
                about.owner(),
                about.server(),
                about.name(),
                about.method(),
                arguments.orElse("(no longer kept)"),
                about.reason(),
                ApprovalPage.time(request.expiresAt()),
                pending && objection.isEmpty() && arguments.isPresent(),
                objection.filter(_ -> pending),
                formToken);
    }

    private Answer decide(Request request, Visitor visitor, Form form) throws SQLException, AuditUnavailableException {
        Optional<Word> word = word(form);
        if (word.isEmpty()) {
            return Failures.forged("an approval form with no decision");
        }
        Decider decider = deciders.of(visitor.person());
        boolean seen = desk.find(id(request))
                .filter(found -> mayLook(decider, found.about()))
                .isPresent();
        return seen ? told(desk.decide(id(request), decider, word.get())) : nothing();
    }

    private static Optional<Word> word(Form form) {
        String comment = form.value("comment").orElse("");
        return switch (form.value("decision").orElse("")) {
            case "approve" -> Optional.of(new Word(true, comment, Optional.empty()));
            case "standing" -> Optional.of(new Word(true, comment, Optional.of(STANDING)));
            case "deny" -> Optional.of(Word.deny(comment));
            default -> Optional.empty();
        };
    }

    private static Answer told(Decided decided) {
        return switch (decided) {
            case Decided.Done(ApprovalRequest request, var standing) ->
                Pages.answer(
                        200,
                        switch (request.state()) {
                            case DENIED -> new NoticePage("Denied", "The call will not be made.");
                            case PENDING ->
                                new NoticePage("Approved by you", "Somebody else has to approve it as well.");
                            default ->
                                new NoticePage(
                                        "Approved",
                                        standing.isPresent()
                                                ? "The same caller needs no approval for this for one hour."
                                                : request.about().executes()
                                                        ? "Gatehouse makes this call now, once."
                                                        : "The caller can make this call now, once.");
                        });
            case Decided.NotFound() -> nothing();
            case Decided.NotYours(String reason) ->
                Failures.answer(403, reason, "Somebody else has to decide it.", "not theirs to decide");
            case Decided.Over(ApprovalRequest.State state) ->
                Failures.answer(
                        409,
                        "This request is " + word(state) + " already.",
                        "Nothing is left to decide. The caller can ask again.",
                        "decided too late");
        };
    }

    private static Answer nothing() {
        return Failures.answer(
                404, "There is nothing here for you to decide.", "Look at the address again.", "unknown approval");
    }

    private static String id(Request request) {
        String id = request.variables().getOrDefault("id", "");
        return id.matches("[0-9a-f]{1,64}") ? id : "none";
    }

    private static Endpoint route(Endpoint.Method method, String path, int bodyBytesMax, Endpoint.Handler handler) {
        return new Endpoint(
                Endpoint.Listener.PUBLIC, method, PathPattern.of(path), Endpoint.Guard.PUBLIC, bodyBytesMax, handler);
    }
}
