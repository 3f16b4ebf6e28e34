// SPDX-License-Identifier: Apache-2.0
package io.nyala.examples.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nyala.saving.Weights;
import org.junit.jupiter.api.Test;

class RunReportTest {
  private static final float[] WEIGHTS = {1.0f, -2.5f, 0.0f};

  /** Python: hashlib.sha256(struct.pack('<3f', 1.0, -2.5, 0.0)).hexdigest(). */
  private static final String HASH =
      "738e86d615200bd3391d7ae379779a8e4644bade56d93d0634aa07004fa697f3";

  @Test
  void writes_the_contract_in_its_order() {
    assertThat(complete().metric("test_mae", 0.5).metric("test_auc", 1).build().toJson())
        .isEqualTo(
            """
            {"recipe":"r","data":{"source":"sample","rows":10},"seed":1,"threads":2,"epochs":3,\
            "steps":30,"seconds":1.5,"steps_per_second":20.0,\
            "metrics":{"test_mae":0.5,"test_auc":1.0},"weights_sha256":"%s"}\
            """
                .formatted(HASH));
  }

  @Test
  void writes_null_for_what_json_cannot_say() {
    assertThat(complete().metric("test_mae", Double.NaN).build().toJson())
        .contains("\"metrics\":{\"test_mae\":null}");
  }

  @Test
  void hashes_weights_alike_however_they_are_cut() {
    assertThat(Weights.sha256(WEIGHTS)).isEqualTo(HASH);
    assertThat(Weights.sha256(new float[] {1.0f}, new float[] {-2.5f, 0.0f})).isEqualTo(HASH);
    assertThat(Weights.sha256(new float[] {1.0f, -2.5f, -0.0f})).isNotEqualTo(HASH);
  }

  @Test
  void hashes_weights_longer_than_a_chunk() {
    float[] whole = new float[40_000];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = i;
    }

    // Python: hashlib.sha256(struct.pack('<40000f', *range(40000))).hexdigest()
    assertThat(Weights.sha256(whole))
        .isEqualTo("0e33879ea8a9cfa430cc6e48eb782b21961203e6d56ff273c87f60a4e89d570c");
  }

  @Test
  void rejects_a_report_without_its_parts() {
    RunReport.Builder report = new RunReport.Builder("r", 1, 2);
    assertThatThrownBy(report::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("report of r: call data(...) before build()");
    assertThatThrownBy(report.data("sample", 1)::build)
        .hasMessageContaining("call training(...) before");
    assertThatThrownBy(report.training(1, 1, 1)::build)
        .hasMessageContaining("call weights(...) before");
  }

  private static RunReport.Builder complete() {
    return new RunReport.Builder("r", 1, 2)
        .data("sample", 10)
        .training(3, 30, 1.5)
        .weights(WEIGHTS);
  }
}
