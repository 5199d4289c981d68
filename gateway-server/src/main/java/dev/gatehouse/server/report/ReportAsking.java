package dev.gatehouse.server.report;

import dev.gatehouse.audit.report.Coverage;
import dev.gatehouse.audit.report.Period;
import dev.gatehouse.audit.report.ReportName;
import dev.gatehouse.audit.report.ReportQuestion;
import dev.gatehouse.audit.search.Sight;
import dev.gatehouse.audit.segment.Position;
import dev.gatehouse.auth.admin.Asked;
import dev.gatehouse.auth.admin.Problem;
import dev.gatehouse.core.identity.Nearest;
import dev.gatehouse.core.mcp.Names;
import dev.gatehouse.server.trail.TrailAccess;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads what report is asked for, in which form. The first thing that is wrong is told. */
final class ReportAsking {
    private static final Duration PERIOD_DEFAULT = Duration.ofDays(30);
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("2262-01-01T00:00:00Z");

    private ReportAsking() {}

    /** What a report is given out as. */
    enum Format {
        HTML,
        CSV,
        JSON;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param bundles which were asked for by name; as many as who asks may see when empty */
    record Wanted(ReportQuestion question, Format format, Set<String> bundles) {}

    /** What came of reading. */
    sealed interface Outcome {
        record Good(Wanted wanted) implements Outcome {}

        record Wrong(Problem problem) implements Outcome {}
    }

    /** Carries the problem out of the reading of one parameter. */
    private static final class WrongParameter extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Problem problem;

        WrongParameter(String name, String detail) {
            super(detail);
            this.problem = Problem.malformed("?" + name, detail);
        }
    }

    static Outcome read(Asked asked, Instant now) {
        Optional<ReportName> name = ReportName.ofLabel(asked.variable("name"));
        if (name.isEmpty()) {
            List<String> labels =
                    Stream.of(ReportName.values()).map(ReportName::label).toList();
            return new Outcome.Wrong(Problem.notFound("there is no such report"
                    + Nearest.hint(asked.variable("name"), labels) + "; there are: " + String.join(", ", labels)));
        }
        try {
            return new Outcome.Good(wanted(name.get(), asked, now.truncatedTo(ChronoUnit.MILLIS)));
        } catch (WrongParameter e) {
            return new Outcome.Wrong(e.problem);
        }
    }

    private static Wanted wanted(ReportName name, Asked asked, Instant now) throws WrongParameter {
        Instant to = time(asked, "to").orElse(now);
        Instant from = time(asked, "from").orElse(to.minus(PERIOD_DEFAULT));
        if (!from.isBefore(to)) {
            throw new WrongParameter("to", "expected a time after `from`");
        }
        Optional<Instant> asOf = time(asked, "asOf");
        if (asOf.isPresent() && name != ReportName.ACCESS_REVIEW) {
            throw new WrongParameter("asOf", "only the access review is as of a time: use from and to");
        }
        Set<String> bundles = bundles(name, asked);
        boolean whole = name == ReportName.INTEGRITY
                && asked.parameter("from").isEmpty()
                && asked.parameter("through").isEmpty();
        return new Wanted(
                new ReportQuestion(
                        name,
                        new Period(from, to),
                        asOf.orElse(to),
                        through(asked),
                        whole,
                        sight(TrailAccess.sight(asked.by()), bundles)),
                format(asked),
                bundles);
    }

    private static Format format(Asked asked) throws WrongParameter {
        String word = asked.parameter("format").orElse(Format.JSON.word());
        for (Format format : Format.values()) {
            if (format.word().equals(word)) {
                return format;
            }
        }
        throw new WrongParameter("format", "expected html, csv or json");
    }

    private static Set<String> bundles(ReportName name, Asked asked) throws WrongParameter {
        Optional<String> wanted = asked.parameter("bundle");
        if (wanted.isEmpty()) {
            return Set.of();
        }
        if (!name.isOfBundles()) {
            throw new WrongParameter("bundle", "this report tells of what belongs to no bundle");
        }
        Set<String> bundles = new TreeSet<>(List.of(wanted.get().split(",", -1)));
        if (!bundles.stream().allMatch(Names::isSlug)) {
            throw new WrongParameter("bundle", "expected names of bundles, with commas between");
        }
        return bundles;
    }

    /** Nobody sees more for having asked. */
    private static Sight sight(Sight theirs, Set<String> bundles) {
        if (bundles.isEmpty()) {
            return theirs;
        }
        Set<String> seen = new HashSet<>(bundles);
        theirs.bundles().ifPresent(seen::retainAll);
        return Sight.of(seen);
    }

    private static Optional<Map<String, Position>> through(Asked asked) throws WrongParameter {
        Optional<String> key = asked.parameter("through");
        Optional<Map<String, Position>> places = key.flatMap(Coverage::read);
        if (key.isPresent() && places.isEmpty()) {
            throw new WrongParameter("through", "expected GATEWAY/EPOCH/SEQ, with commas between, as a report says it");
        }
        return places;
    }

    private static Optional<Instant> time(Asked asked, String name) throws WrongParameter {
        try {
            Optional<Instant> time = asked.parameter(name).map(Instant::parse);
            if (time.filter(at -> at.isBefore(FIRST) || at.isAfter(LAST)).isEmpty()) {
                return time;
            }
        } catch (DateTimeException _) {
            // Told below, with what no record can have.
        }
        throw new WrongParameter(name, "expected a time such as 2026-11-21T00:00:00Z");
    }
}
