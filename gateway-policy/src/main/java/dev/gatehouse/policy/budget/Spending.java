package dev.gatehouse.policy.budget;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.core.call.Clocks;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger as calls use it: what is used up is not asked for again at once, what is owed is given back later. */
final class Spending {
    /** Owed in memory; what finds no room stays spent. */
    static final int OWED_MAX = 1_024;

    private static final Duration EXHAUSTED_FOR = Duration.ofSeconds(1);
    private static final int EXHAUSTED_MAX = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(Spending.class);

    private record Exhausted(String budget, String counted, String period, Usd limit) {
        static Exhausted of(Charge charge) {
            return new Exhausted(
                    charge.budget().id(),
                    charge.counted().key(),
                    charge.span().name(),
                    charge.budget().limit());
        }
    }

    private final Ledger ledger;
    private final Thresholds thresholds;
    private final BlockingQueue<Charge.Key> owed = new ArrayBlockingQueue<>(OWED_MAX);
    /** The price that was too much. */
    private final Cache<Exhausted, Usd> exhausted;

    Spending(Ledger ledger, Thresholds thresholds, Clocks clocks) {
        this.ledger = ledger;
        this.thresholds = thresholds;
        this.exhausted = Caffeine.newBuilder()
                .ticker(clocks.nanos()::getAsLong)
                .expireAfterWrite(EXHAUSTED_FOR)
                .maximumSize(EXHAUSTED_MAX)
                .build();
    }

    /** @throws SQLException when the ledger does not confirm; the charge may stand */
    Charged charge(Charge charge) throws SQLException {
        Usd tooMuch = exhausted.getIfPresent(Exhausted.of(charge));
        if (tooMuch != null && tooMuch.compareTo(charge.price()) <= 0) {
            return new Charged.Exhausted(Usd.ZERO, false);
        }
        Charged charged = ledger.charge(charge);
        if (charged instanceof Charged.Exhausted) {
            exhausted.put(Exhausted.of(charge), charge.price());
        }
        thresholds.tell(charge, charged);
        return charged;
    }

    void giveBack(Charge charge) {
        exhausted.invalidate(Exhausted.of(charge));
        giveBack(charge.key()).ifPresent(failure -> giveBackLater(charge.key()));
    }

    /** For a charge that may stand and must not. */
    void giveBackLater(Charge.Key key) {
        if (!owed.offer(key)) {
            LOG.warn("call {} stays charged to budget {}: too much is owed", key.call(), key.budget());
        }
    }

    /** To be run every few seconds. Ends at the first that fails. */
    void giveBackOwed() {
        Charge.Key key = owed.poll();
        while (key != null) {
            Optional<SQLException> failure = giveBack(key);
            if (failure.isPresent()) {
                giveBackLater(key);
                return;
            }
            key = owed.poll();
        }
    }

    private Optional<SQLException> giveBack(Charge.Key key) {
        try {
            ledger.giveBack(key);
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        }
    }
}
