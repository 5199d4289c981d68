package dev.gatehouse.server.trail;

import static dev.gatehouse.auth.admin.AdminRoute.route;

import dev.gatehouse.audit.event.EventType;
import dev.gatehouse.audit.field.Erasures;
import dev.gatehouse.audit.field.SubjectKeys;
import dev.gatehouse.audit.retain.Holds;
import dev.gatehouse.audit.search.EventPlace;
import dev.gatehouse.audit.search.Field;
import dev.gatehouse.audit.search.FoundEvent;
import dev.gatehouse.audit.search.Reading;
import dev.gatehouse.audit.search.SavedFilters;
import dev.gatehouse.audit.search.Sight;
import dev.gatehouse.audit.search.TrailQuery;
import dev.gatehouse.audit.search.TrailSearch;
import dev.gatehouse.audit.search.TrailTail;
import dev.gatehouse.audit.search.TrailUsage;
import dev.gatehouse.audit.search.Usage;
import dev.gatehouse.audit.table.SqlFailure;
import dev.gatehouse.auth.admin.AdminRoute;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Page;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.auth.admin.Reach;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.audit.FieldClasses;
import dev.gatehouse.core.database.RecordedChange;
import dev.gatehouse.core.http.Answer;
import dev.gatehouse.core.http.Endpoint.Method;
import dev.gatehouse.server.trail.TrailViews.EventList;
import dev.gatehouse.server.trail.TrailViews.SessionTree;
import dev.gatehouse.server.trail.TrailViews.TraceStep;
import dev.gatehouse.server.trail.TrailViews.TraceTree;
import dev.gatehouse.server.trail.TrailViews.TracedCall;
import dev.gatehouse.server.trail.TrailViews.UsageList;
import dev.gatehouse.server.trail.TrailViews.UsageView;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The audit trail in the admin API: questions to it, and what holds it. Whoever is not to see a record gets the answer that there is none. */
public final class TrailRoutes {
    private static final Duration USAGE_DEFAULT = Duration.ofDays(30);
    /** Of a trace context, {@code 00-TRACE-SPAN-FLAGS}. */
    private static final int SPAN_FROM = 36;

    private static final int SPAN_TO = 52;

    private final RecordedChange.Place place;
    private final Naming naming;
    private final SubjectKeys keys;
    private final TrailSearch search;
    private final TrailUsage usage;
    private final TrailAccess access;
    private final RecordRoutes records;
    private final TailRoute tail;
    private final FilterRoutes filters;
    private final CallCosts costs;

    /** Where no costs are known. */
    public TrailRoutes(RecordedChange.Place place, SubjectKeys keys, FieldClasses fields) {
        this(place, keys, fields, CallCosts.NONE);
    }

    /**
     * @param place where the trail is read, and where it is told who reads
     * @param keys of those whom records do not name
     * @param fields in which form what belongs to no bundle speaks of people
     */
    public TrailRoutes(RecordedChange.Place place, SubjectKeys keys, FieldClasses fields, CallCosts costs) {
        this.costs = costs;
        this.place = place;
        this.naming = new Naming(keys, fields);
        this.keys = keys;
        Reading reading = new Reading(place.database());
        this.search = new TrailSearch(reading);
        this.usage = new TrailUsage(reading);
        this.access = new TrailAccess(place.journal(), place.clocks());
        this.records = new RecordRoutes(search, access, naming);
        this.tail = new TailRoute(new TrailTail(reading), access, naming);
        this.filters = new FilterRoutes(new SavedFilters(place), place.clocks());
    }

    public List<AdminRoute> routes() {
        List<AdminRoute> routes = new ArrayList<>(List.of(
                Asking.withTimes(Asking.withFields(route(
                                Method.GET,
                                "/audit/events",
                                Reach.WATCHERS,
                                "Searches the audit trail, the newest first.")))
                        .parameter("filter", "A saved search, which what else is asked narrows.")
                        .paged()
                        .answers(EventList.class)
                        .by(bounded(this::events)),
                route(Method.GET, "/audit/traces/{trace}", Reach.WATCHERS, "Shows the calls of a trace as a tree.")
                        .answers(TraceTree.class)
                        .by(bounded(this::trace)),
                route(
                                Method.GET,
                                "/audit/sessions/{session}",
                                Reach.WATCHERS,
                                "Shows a session: its calls, by the steps that made them.")
                        .answers(SessionTree.class)
                        .by(bounded(this::session)),
                Asking.withTimes(route(Method.GET, "/audit/usage", Reach.WATCHERS, "Sums up what calls used.")
                                .parameter("by", "agent, user, bundle, tool or upstream"))
                        .answers(UsageList.class)
                        .by(bounded(this::sums))));
        routes.addAll(records.routes());
        routes.add(tail.route());
        routes.addAll(filters.routes());
        routes.addAll(new HoldRoutes(new Holds(place)).routes());
        routes.addAll(new ErasureRoutes(new Erasures(place, keys)).routes());
        return routes;
    }

    /** What takes too long is the question's fault, and can be helped. */
    static AdminRoute.Bare bounded(AdminRoute.Bare handler) {
        return asked -> {
            try {
                return handler.handle(asked);
            } catch (SQLException e) {
                if (SqlFailure.isTimeout(e)) {
                    return Problem.unacceptable(List.of("it took too long: ask for less, with from, to, agent or call"))
                            .answer();
                }
                throw e;
            }
        };
    }

    private Answer events(Asked asked) throws SQLException, AuditUnavailableException {
        Optional<EventPlace> before = asked.page().after().flatMap(EventPlace::ofKey);
        if (before.isPresent() != asked.page().after().isPresent()) {
            return Problem.malformed("?cursor", "expected the `next` of the page before, as it was")
                    .answer();
        }
        return switch (narrowed(asked)) {
            case Asking.Reading.Wrong<TrailQuery>(Problem problem) -> problem.answer();
            case Asking.Reading.Good<TrailQuery>(TrailQuery query) -> {
                access.recordSearch(asked.by(), "audit.search", naming.unnamed(query));
                TrailSearch.Found found =
                        search.page(naming.widened(query), before, asked.page().limit());
                yield AdminRoute.ok(new EventList(
                        naming.named(found.events()),
                        found.next().map(EventPlace::key).map(Page::cursor)));
            }
        };
    }

    private Asking.Reading<TrailQuery> narrowed(Asked asked) throws SQLException {
        return switch (Asking.query(asked)) {
            case Asking.Reading.Wrong<TrailQuery> wrong -> wrong;
            case Asking.Reading.Good<TrailQuery>(TrailQuery query) -> permitted(asked, filters.narrowed(asked, query));
        };
    }

    /** A filter may ask for what its user may not. */
    private static Asking.Reading<TrailQuery> permitted(Asked asked, Asking.Reading<TrailQuery> narrowed) {
        return narrowed instanceof Asking.Reading.Good<TrailQuery>(TrailQuery query)
                        && query.asksPayloads()
                        && !TrailAccess.readsPayloads(asked.by())
                ? new Asking.Reading.Wrong<>(TrailAccess.notForThem())
                : narrowed;
    }

    private Answer trace(Asked asked) throws SQLException, AuditUnavailableException {
        String trace = asked.variable("trace");
        List<FoundEvent> events =
                trace.matches("[0-9a-f]{32}") ? search.trace(trace, TrailAccess.sight(asked.by())) : List.of();
        if (events.isEmpty()) {
            return Problem.notFound("nothing is recorded of such a trace").answer();
        }
        access.recordQuestion(asked.by(), "audit.search", Field.TRACE.label() + "=" + trace);
        return AdminRoute.ok(new TraceTree(trace, steps(naming.named(events))));
    }

    private Answer session(Asked asked) throws SQLException, AuditUnavailableException {
        String session = asked.variable("session");
        List<FoundEvent> events =
                session.matches("[0-9a-f]{32}") ? search.session(session, TrailAccess.sight(asked.by())) : List.of();
        if (events.isEmpty()) {
            return Problem.notFound("nothing is recorded of such a session").answer();
        }
        access.recordQuestion(asked.by(), "audit.search", Field.SESSION.label() + "=" + session);
        List<FoundEvent> named = naming.named(events);
        List<FoundEvent> calls = named.stream().filter(TrailRoutes::isOfCall).toList();
        List<FoundEvent> life = named.stream().filter(event -> !isOfCall(event)).toList();
        return AdminRoute.ok(new SessionTree(session, life, steps(calls)));
    }

    /** What else there is of a session are its beginning and its end. */
    private static boolean isOfCall(FoundEvent event) {
        return !event.type().equals(EventType.SESSION_OPENED.label())
                && !event.type().equals(EventType.SESSION_ENDED.label());
    }

    private static List<TraceStep> steps(List<FoundEvent> events) {
        Map<String, List<FoundEvent>> calls = events.stream()
                .collect(Collectors.groupingBy(
                        event -> event.call().orElse(""), LinkedHashMap::new, Collectors.toList()));
        Map<String, List<TracedCall>> steps = new LinkedHashMap<>();
        calls.forEach((call, rounds) ->
                steps.computeIfAbsent(span(rounds), _ -> new ArrayList<>()).add(new TracedCall(call, rounds)));
        return steps.entrySet().stream()
                .map(step -> new TraceStep(step.getKey(), step.getValue()))
                .toList();
    }

    /** A call belongs to the step that began it, whoever asked for its later rounds. */
    private static String span(List<FoundEvent> rounds) {
        return rounds.stream()
                .flatMap(event -> event.traceParent().stream())
                .filter(parent -> parent.length() > SPAN_TO)
                .map(parent -> parent.substring(SPAN_FROM, SPAN_TO))
                .findFirst()
                .orElse("");
    }

    private Answer sums(Asked asked) throws SQLException, AuditUnavailableException {
        Optional<Usage.By> by = Stream.of(Usage.By.values())
                .filter(one -> one.name()
                        .toLowerCase(Locale.ROOT)
                        .equals(asked.parameter("by").orElse("")))
                .findFirst();
        if (by.isEmpty()) {
            return Problem.malformed("?by", "expected agent, user, bundle, tool or upstream")
                    .answer();
        }
        return switch (Asking.query(asked)) {
            case Asking.Reading.Wrong<TrailQuery>(Problem problem) -> problem.answer();
            case Asking.Reading.Good<TrailQuery>(TrailQuery query) -> {
                Instant to = query.to().orElseGet(() -> place.clocks().now());
                Instant from = query.from().orElse(to.minus(USAGE_DEFAULT));
                access.recordQuestion(asked.by(), "audit.usage", "by=" + by.get() + " from=" + from + " to=" + to);
                yield AdminRoute.ok(new UsageList(from, to, priced(asked, by.get(), from, to, query.sight())));
            }
        };
    }

    private List<UsageView> priced(Asked asked, Usage.By by, Instant from, Instant to, Sight sight)
            throws SQLException {
        List<Usage> sums = naming.summed(usage.sum(by, from, to, sight));
        boolean seesCosts = asked.by().roles().seeEverything() && from.isBefore(to);
        Map<String, String> usd = seesCosts ? costs.by(by, day(from), day(to.minusNanos(1))) : Map.of();
        return sums.stream()
                .map(sum -> UsageView.of(sum, Optional.ofNullable(usd.get(sum.of()))))
                .toList();
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
