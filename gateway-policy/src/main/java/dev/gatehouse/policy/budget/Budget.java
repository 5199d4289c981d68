package dev.gatehouse.policy.budget;

import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.policy.count.Counting;
import java.time.ZoneId;

/**
 * How much may be spent.
 *
 * @param id names what was spent through reloads: a limit that is raised keeps what is used of it
 * @param limit for each thing that is counted, in each period
 * @param warnPercent of the limit, from 1 to 100
 * @param zone whose days and months they are
 * @param hard whether what would go over the limit is refused; else it is only told
 */
public record Budget(
        String id,
        BundleName bundle,
        Usd limit,
        int warnPercent,
        Period period,
        ZoneId zone,
        boolean hard,
        Counting counting) {
    public static final int ID_CHARS_MAX = 300;

    /** Where a rule on trial is counted, apart from everything that is enforced. It refuses nothing. */
    Budget onTrial() {
        return new Budget(id + " on trial", bundle, limit, warnPercent, period, zone, false, counting);
    }

    Usd warning() {
        return limit.percent(warnPercent);
    }
}
