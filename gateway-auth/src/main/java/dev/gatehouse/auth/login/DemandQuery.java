package dev.gatehouse.auth.login;

import dev.gatehouse.core.http.Form;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the links of the choice of a provider carry. Nobody is let in by it: whoever takes something out of such a link
 * comes back with a login that does not meet the demand, which is looked at again then.
 */
record DemandQuery(ReturnPath returnTo, Demand demand) {
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final int ACR_CHARS_MAX = 512;

    static String write(ReturnPath returnTo, Demand demand) {
        StringBuilder query = new StringBuilder("return_to=").append(Logins.encode(returnTo.value()));
        demand.maxAge().ifPresent(age -> query.append("&max_age=").append(age.toSeconds()));
        if (!demand.acrValues().isEmpty()) {
            query.append("&acr_values=").append(Logins.encode(String.join(" ", demand.acrValues())));
        }
        return query.toString();
    }

    /** Empty when it is none of ours. */
    static Optional<DemandQuery> read(Form query) {
        Optional<Duration> maxAge = query.value("max_age")
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
        List<String> acrValues = new ArrayList<>();
        query.value("acr_values")
                .filter(text -> text.length() <= ACR_CHARS_MAX)
                .ifPresent(text -> acrValues.addAll(List.of(text.split(" ", -1))));
        return ReturnPath.parse(query.value("return_to").orElse(ReturnPath.HOME.value()))
                .map(path -> new DemandQuery(path, new Demand(maxAge, acrValues)));
    }
}
