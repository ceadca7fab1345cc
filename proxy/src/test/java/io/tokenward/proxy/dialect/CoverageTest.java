package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.tokenward.detectors.Passage;
import io.tokenward.proxy.problem.Denied;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No string of any request passes unseen: it is found at its place, with the role of who speaks there. */
class CoverageTest {
    static List<SampleRequest> samples() {
        return SampleRequests.all().toList();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyTextIsFoundAtItsPlace(SampleRequest sample) throws Denied {
        byte[] body = sample.body().getBytes(StandardCharsets.UTF_8);
        List<Passage> passages = sample.spoken().read(sample.operation(), body).prompt().passages();

        var missing = sample.planted()
                .stream()
                .filter(planted -> passages.stream()
                        .noneMatch(
                                passage -> passage.text().contains(planted.marker()) && passage.role() == planted.role()
                                        && passage.pointer().equals(planted.pointer())))
                .map(planted -> planted + " but " + passages.stream()
                        .filter(passage -> passage.text().contains(planted.marker()))
                        .map(passage -> passage.role() + " " + passage.pointer())
                        .toList())
                .toList();
        assertThat(missing).isEmpty();
        assertThat(sample.planted()).isNotEmpty();
    }
}
