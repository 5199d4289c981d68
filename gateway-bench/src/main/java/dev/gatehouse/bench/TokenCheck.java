package dev.gatehouse.bench;

import dev.gatehouse.auth.Auth;
import dev.gatehouse.auth.bearer.AccessTokens;
import dev.gatehouse.auth.keys.DataKeys;
import dev.gatehouse.auth.keys.MasterKey;
import dev.gatehouse.auth.keys.SigningKeys;
import dev.gatehouse.auth.people.Acquaintance;
import dev.gatehouse.auth.people.Asserted;
import dev.gatehouse.auth.token.Issuer;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.Receipt;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.identity.Authenticator;
import dev.gatehouse.core.identity.BundleName;
import dev.gatehouse.core.identity.Principal;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.core.trust.IdentityProvider;
import dev.gatehouse.server.postgres.EmbeddedPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * What it costs to accept a person's token that was verified a moment ago: its digest, the look into the cache, and everything
 * that is asked anew on each request. {@code ./dev bench-token} runs it.
 */
public final class TokenCheck {
    private static final Issuer ISSUER = new Issuer("https://gw.example");
    private static final String AUDIENCE = ISSUER.at("/vmcp/team/mcp");
    private static final int ROUNDS = Integer.getInteger("rounds", 15);
    private static final int CHECKS = 1_000_000;

    private TokenCheck() {}

    public static void main(String[] args) throws Exception {
        try (Scratch scratch = Scratch.create();
                EmbeddedPostgres postgres = EmbeddedPostgres.start(scratch.path())) {
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setUrl(postgres.jdbcUrl());
            database.setUser(postgres.user());
            database.setPassword(postgres.password());
            run(database);
        }
    }

    private static void run(DataSource database) throws Exception {
        Flyway.configure()
                .dataSource(database)
                .defaultSchema("auth")
                .locations("classpath:db/migration/auth")
                .load()
                .migrate();
        MasterKey master = MasterKey.parse("bench", "8f1e3a5c7b9d0f2e4a6c8b0d1f3e5a7c9b1d0f2e4a6c8b0d2f3e5a7c9b1d0f4e");
        Revision revision = new Revision("r", Map.of(), List.of(), Map.of(), Map.of());
        try (Auth auth = Auth.open(
                new Auth.Parts(ISSUER, master, database, journal(), () -> revision, Optional.empty(), Clocks.SYSTEM))) {
            AccessToken token = token(
                    auth, SigningKeys.open(database, DataKeys.open(database, master, Clocks.SYSTEM), Clocks.SYSTEM));
            measure(auth.authenticator(), token);
        }
    }

    private static AccessToken token(Auth auth, SigningKeys keys) throws Exception {
        Asserted asserted = new Asserted(
                IdentityProvider.LOCAL,
                "s",
                "ann",
                Optional.empty(),
                Optional.empty(),
                Optional.of(Set.of("engineering")));
        Acquaintance met = auth.people().meet(asserted, true);
        if (!(met instanceof Acquaintance.Known(var ann))) {
            throw new IllegalStateException("nobody was made known: " + met);
        }
        Principal principal = ann.principal(
                ISSUER.url(),
                "https://client.example/oauth/metadata.json",
                Set.of("read:tools", "execute:tools"),
                Optional.of(new BundleName("mine")),
                Optional.of(UUID.randomUUID().toString()),
                Instant.MAX);
        return new AccessToken(new AccessTokens(ISSUER.url(), keys, Clocks.SYSTEM)
                .mint(principal, Optional.empty(), AUDIENCE, Duration.ofHours(1))
                .token());
    }

    private static void measure(Authenticator authenticator, AccessToken token) {
        double[] nanos = new double[ROUNDS];
        Set<String> audiences = Set.of(AUDIENCE);
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            for (int i = 0; i < CHECKS; i++) {
                if (!(authenticator.authenticate(token, audiences) instanceof Authentication.Authenticated)) {
                    throw new IllegalStateException("a good token was refused");
                }
            }
            nanos[round] = (double) (System.nanoTime() - begin) / CHECKS;
        }
        double[] warm = Arrays.copyOfRange(nanos, ROUNDS / 3, ROUNDS);
        Arrays.sort(warm);
        System.out.printf(
                Locale.ROOT,
                "a cached token of %d characters: median %.0f ns, slowest round %.0f ns (%d rounds of %d)%n",
                token.value().length(),
                warm[warm.length / 2],
                warm[warm.length - 1],
                warm.length,
                CHECKS);
    }

    /** Whatever is recorded while the bench is set up. */
    private static AuditJournal journal() {
        return (AuditEvent _) -> new Receipt() {
            @Override
            public void awaitWritten() {}

            @Override
            public void awaitDurable(Duration timeout) {}
        };
    }
}
