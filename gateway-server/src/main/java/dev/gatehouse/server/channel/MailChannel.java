package dev.gatehouse.server.channel;

import dev.gatehouse.auth.egress.Authorities;
import dev.gatehouse.core.identity.Confidential;
import dev.gatehouse.core.notice.Channel;
import dev.gatehouse.core.notice.Notice;
import dev.gatehouse.server.config.SmtpConfig;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Told by mail. Beyond this machine only under TLS, to a server whose certificate names it. */
record MailChannel(SmtpConfig smtp, Optional<Confidential> password, List<String> to) implements Channel {
    private static final Duration STEP_WITHIN = Duration.ofSeconds(10);
    private static final Duration WITHIN = Duration.ofSeconds(30);

    /** A server that answers a little at a time ends no step too late, so the whole has an end of its own. */
    @Override
    public void tell(Notice notice) throws IOException {
        FutureTask<Void> sending = new FutureTask<>(() -> {
            send(notice);
            return null;
        });
        Thread.ofVirtual().name("gatehouse-mail").start(sending);
        try {
            sending.get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            sending.cancel(true);
            throw new IOException("not taken within " + WITHIN.toSeconds() + " s");
        } catch (InterruptedException _) {
            sending.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted");
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException(told(cause), cause);
        }
    }

    private void send(Notice notice) throws MessagingException, IOException {
        Session session = Session.getInstance(properties());
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(smtp.from(), true));
        for (String address : to) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(address, true));
        }
        message.setSubject(notice.subject(), StandardCharsets.UTF_8.name());
        message.setText(WebhookChannel.plainText(notice), StandardCharsets.UTF_8.name());
        // Nobody's holiday is an answer to an alert (RFC 3834).
        message.setHeader("Auto-Submitted", "auto-generated");
        message.saveChanges();
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect(
                    smtp.user().orElse(null), password.map(Confidential::value).orElse(null));
            transport.sendMessage(message, message.getAllRecipients());
        }
    }

    private Properties properties() throws IOException {
        Properties said = new Properties();
        said.put("mail.smtp.host", smtp.address().host());
        said.put("mail.smtp.port", Integer.toString(smtp.address().port()));
        for (String step : List.of("connectiontimeout", "timeout", "writetimeout")) {
            said.put("mail.smtp." + step, Long.toString(STEP_WITHIN.toMillis()));
        }
        said.put("mail.smtp.auth", Boolean.toString(smtp.user().isPresent()));
        switch (smtp.security()) {
            case STARTTLS -> {
                said.put("mail.smtp.starttls.enable", "true");
                said.put("mail.smtp.starttls.required", "true");
            }
            case TLS -> said.put("mail.smtp.ssl.enable", "true");
            case NONE -> {}
        }
        said.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        said.put("mail.smtp.ssl.checkserveridentity", "true");
        said.put("mail.smtp.ssl.socketFactory", Authorities.factory(smtp.ca()));
        return said;
    }

    /** What the server said, on one line: no part of a message and no password is in it. */
    private static String told(Throwable failure) {
        String words = String.valueOf(failure.getMessage()).replaceAll("\\p{Cntrl}+", " ");
        return failure.getClass().getSimpleName() + ": " + words.strip();
    }
}
