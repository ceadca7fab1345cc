package io.tokenward.proxy.limit;

import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.bucket4j.redis.lettuce.cas.LettuceBasedProxyManager;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Two connections to a server or cluster: one for scripts, one for buckets. Thread-safe. A lost connection is made again by
 * itself; until then every question fails at once.
 */
final class RedisConnection implements AutoCloseable {
    /** Nobody waits longer for an answer; it takes less than a millisecond on a good day. */
    static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Questions under way. Beyond it the server is too slow for more of them to make sense. */
    private static final int MOST_WAITING = 50_000;
    private static final Duration LONGEST_REFILL = Duration.ofMinutes(5);

    static {
        // One way to the kernel is enough: of two, the library says at every connection which one it took.
        if (System.getProperty("io.lettuce.core.iouring") == null)
            System.setProperty("io.lettuce.core.iouring", "false");
    }

    private final Duration patience;
    private final AbstractRedisClient client;
    private final RedisClusterAsyncCommands<String, String> commands;
    private final Bucket4jLettuce.LettuceBasedProxyManagerBuilder<byte[]> buckets;

    private RedisConnection(Duration patience, AbstractRedisClient client,
            RedisClusterAsyncCommands<String, String> commands,
            Bucket4jLettuce.LettuceBasedProxyManagerBuilder<byte[]> buckets) {
        this.patience = patience;
        this.client = client;
        this.commands = commands;
        this.buckets = buckets;
    }

    /** @throws LedgerProblem if nobody answers there, or not to us */
    static RedisConnection open(RedisSettings settings) throws LedgerProblem {
        return open(settings, PATIENCE);
    }

    /**
     * @param patience how long an answer may take
     * @throws LedgerProblem if nobody answers there, or not to us
     */
    static RedisConnection open(RedisSettings settings, Duration patience) throws LedgerProblem {
        return settings.cluster() ? cluster(settings, patience) : single(settings, patience);
    }

    RedisClusterAsyncCommands<String, String> commands() {
        return commands;
    }

    /** Buckets of Bucket4j that count by that time. */
    LettuceBasedProxyManager<byte[]> buckets(TimeMeter time) {
        return buckets.clientClock(time)
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(LONGEST_REFILL))
                .requestTimeout(patience)
                .build();
    }

    @Override
    public void close() {
        client.shutdown(0, 2_000, TimeUnit.MILLISECONDS);
    }

    private static RedisConnection single(RedisSettings settings, Duration patience) throws LedgerProblem {
        RedisClient client = RedisClient.create(uri(settings));
        client.setOptions(options(ClientOptions.builder(), settings, patience).build());
        try {
            return new RedisConnection(patience, client, client.connect().async(),
                    Bucket4jLettuce.casBasedBuilder(client.connect(ByteArrayCodec.INSTANCE)));
        } catch (RedisException unreachable) {
            throw problem(client, settings, unreachable);
        }
    }

    private static RedisConnection cluster(RedisSettings settings, Duration patience) throws LedgerProblem {
        RedisClusterClient client = RedisClusterClient.create(uri(settings));
        var options = ClusterClientOptions.builder();
        options(options, settings, patience);
        client.setOptions(options.build());
        try {
            return new RedisConnection(patience, client, client.connect().async(),
                    Bucket4jLettuce.casBasedBuilder(client.connect(ByteArrayCodec.INSTANCE)));
        } catch (RedisException unreachable) {
            throw problem(client, settings, unreachable);
        }
    }

    private static RedisURI uri(RedisSettings settings) {
        var uri = RedisURI.builder()
                .withHost(settings.address().getHost())
                .withPort(settings.port())
                .withSsl(settings.encrypted())
                .withTimeout(CONNECT)
                .withClientName("tokenward");
        if (settings.password().isPresent()) {
            char[] password = settings.password().get().toCharArray();
            if (settings.username().isEmpty()) {
                uri.withPassword(password);
            } else {
                uri.withAuthentication(settings.username(), password);
            }
        }
        return uri.build();
    }

    private static ClientOptions.Builder options(ClientOptions.Builder options, RedisSettings settings,
            Duration patience) {
        if (settings.encrypted()) {
            var tls = SslOptions.builder().jdkSslProvider();
            settings.trust().ifPresent(pem -> tls.trustManager(pem.toFile()));
            options.sslOptions(tls.build());
        }
        return options.autoReconnect(true)
                // To a node of a cluster a connection is made with the first question for it, which has to wait for that.
                .disconnectedBehavior(settings.cluster()
                        ? ClientOptions.DisconnectedBehavior.DEFAULT
                        : ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MOST_WAITING)
                .timeoutOptions(TimeoutOptions.enabled(patience));
    }

    private static LedgerProblem problem(AbstractRedisClient client, RedisSettings settings, RedisException why) {
        client.shutdownAsync();
        Throwable cause = why.getCause() == null ? why : why.getCause();
        return new LedgerProblem(java.nio.file.Path.of(settings.address().getHost() + ":" + settings.port()),
                "Redis cannot be used (" + cause.getMessage() + ")",
                "check the address, the password and the certificate", why);
    }
}
