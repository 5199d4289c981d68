package dev.gatehouse.auth.authorize;

import dev.gatehouse.auth.authorize.WishReader.Reading;
import dev.gatehouse.auth.client.OAuthClient;
import dev.gatehouse.auth.grant.Consent;
import dev.gatehouse.auth.login.Browsers;
import dev.gatehouse.auth.login.Demand;
import dev.gatehouse.auth.login.Visitor;
import dev.gatehouse.auth.page.Failures;
import dev.gatehouse.auth.page.Pages;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint;
import dev.gatehouse.core.http.Request;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.revision.Revision;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** {@code GET /oauth/authorize}: finds out what a client wants and who is there, and asks them. */
final class AuthorizeEndpoint implements Endpoint.Handler {
    private static final Demand FRESH = new Demand(Optional.of(Duration.ZERO), List.of());

    private final Issuer issuer;
    private final WishReader reader;
    private final Browsers browsers;
    private final Approvals approvals;
    private final Sealer sealer;
    private final Supplier<Revision> revisions;
    private final Clocks clocks;

    AuthorizeEndpoint(
            Issuer issuer,
            WishReader reader,
            Browsers browsers,
            Approvals approvals,
            Sealer sealer,
            Supplier<Revision> revisions,
            Clocks clocks) {
        this.issuer = issuer;
        this.reader = reader;
        this.browsers = browsers;
        this.approvals = approvals;
        this.sealer = sealer;
        this.revisions = revisions;
        this.clocks = clocks;
    }

    @Override
    public Answer handle(Request request) {
        return switch (reader.read(request)) {
            case Reading.Lost(int status, String sentence, String why) ->
                Failures.answer(status, sentence, "Go back to the application and connect it anew.", why);
            case Reading.Wrong(WayBack way, String error, String description) ->
                Answer.seeOther(way.withError(error, description));
            case Reading.Good(Wish wish) -> meet(request, wish);
        };
    }

    private Answer meet(Request request, Wish wish) {
        try {
            Optional<Visitor> visitor = browsers.visitor(request);
            if (visitor.isEmpty() && wish.mayNotAsk()) {
                return Answer.seeOther(wish.way().withError("login_required", "nobody is logged in"));
            }
            Demand demand = wish.wantsFreshLogin() ? FRESH : Demand.NONE;
            return visitor.filter(known -> demand.isMetBy(known, clocks.now())).isPresent()
                    ? ask(wish, visitor.get())
                    : browsers.logIn(request, Issuer.AUTHORIZE_PATH + "?" + request.query(), demand);
        } catch (SQLException e) {
            return Answer.seeOther(unavailable(wish.way(), "the database is away"));
        } catch (AuditUnavailableException _) {
            return Answer.seeOther(unavailable(wish.way(), "nothing can be recorded now"));
        }
    }

    private static String unavailable(WayBack way, String description) {
        return way.withError("temporarily_unavailable", description);
    }

    private Answer ask(Wish wish, Visitor visitor) throws SQLException, AuditUnavailableException {
        OAuthClient client = wish.client();
        List<Option> options =
                Option.of(revisions.get(), issuer.url(), visitor.person(), client.clientId(), wish.resource());
        if (options.isEmpty()) {
            return Answer.seeOther(
                    wish.resource().isPresent()
                            ? wish.way()
                                    .withError(
                                            "invalid_target",
                                            "resource is not a virtual server that the person may use")
                            : wish.way().withError("access_denied", "the person may use no virtual server"));
        }
        Question question = Question.of(wish, visitor.session(), clocks.now());
        Optional<Option> agreed = wish.mustAsk() ? Optional.empty() : agreed(wish, visitor, options);
        if (agreed.isPresent()) {
            return answer(wish.way(), approvals.approve(visitor.person(), client, question, agreed.get()));
        }
        return wish.mayNotAsk()
                ? Answer.seeOther(wish.way().withError("consent_required", "the person has not agreed to this yet"))
                : Pages.answer(200, page(wish, visitor, options, question));
    }

    /** The newest consent that covers this request, if what it chose is still to be had. */
    private Optional<Option> agreed(Wish wish, Visitor visitor, List<Option> options) throws SQLException {
        for (Consent consent : approvals.consents(visitor.person())) {
            Optional<Option> option = options.stream()
                    .filter(candidate -> candidate.bundle().equals(consent.bundle())
                            && consent.covers(
                                    wish.client().clientId(),
                                    wish.way().redirectUri(),
                                    candidate.name(),
                                    wish.scopes()))
                    .findFirst();
            if (option.isPresent()) {
                return option;
            }
        }
        return Optional.empty();
    }

    private static Answer answer(WayBack way, Approvals.Approved approved) {
        return switch (approved) {
            case Approvals.Approved.WithCode(String code) -> Answer.seeOther(way.withCode(code));
            case Approvals.Approved.Already _, Approvals.Approved.TooMany _ ->
                Answer.seeOther(way.withError("access_denied", "the person has too many connected applications"));
        };
    }

    private ConsentPage page(Wish wish, Visitor visitor, List<Option> options, Question question) {
        List<ConsentPage.Choice> choices = IntStream.range(0, options.size())
                .mapToObj(i -> choice(options.get(i), i == 0))
                .toList();
        return new ConsentPage(
                wish.client().name(),
                wish.client().origin() == OAuthClient.Origin.REGISTERED,
                wish.way().host(),
                wish.way().isLoopback(),
                visitor.person().name(),
                Abilities.of(wish.scopes()),
                choices,
                question.seal(sealer),
                visitor.formToken());
    }

    private static ConsentPage.Choice choice(Option option, boolean first) {
        return new ConsentPage.Choice(
                option.value(),
                option.name(),
                option.bundle().map(BundleName::value).orElse(""),
                first);
    }
}
