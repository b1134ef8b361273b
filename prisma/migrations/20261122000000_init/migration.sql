-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "member" (
    "id" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "zone" TEXT,
    "country" TEXT,
    "adult" BOOLEAN,
    "onboarded" BOOLEAN NOT NULL,
    "paused_until" BIGINT,
    "created_at" BIGINT NOT NULL,
    "last_heard_at" BIGINT,

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "address" BYTEA NOT NULL,
    "lane" TEXT,
    "reachable" BOOLEAN NOT NULL,
    "first_seen_at" BIGINT NOT NULL,
    "last_seen_at" BIGINT NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "member_id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "given" BOOLEAN NOT NULL,
    "wording" TEXT NOT NULL,
    "at" BIGINT NOT NULL,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "member_id" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "updated_at" BIGINT NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("member_id")
);

-- CreateTable
CREATE TABLE "flow_revision" (
    "revision" TEXT NOT NULL,
    "flow" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "saved_at" BIGINT NOT NULL,

    CONSTRAINT "flow_revision_pkey" PRIMARY KEY ("revision")
);

-- CreateTable
CREATE TABLE "flow_run" (
    "id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "flow" TEXT NOT NULL,
    "revision" TEXT NOT NULL,
    "started_at" BIGINT NOT NULL,
    "ended_at" BIGINT,
    "outcome" TEXT,

    CONSTRAINT "flow_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "answer" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "member_id" TEXT NOT NULL,
    "run" TEXT NOT NULL,
    "flow" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "value" JSONB,
    "words" BYTEA,
    "date" TEXT NOT NULL,
    "at" BIGINT NOT NULL,

    CONSTRAINT "answer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "member_id" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "words" BYTEA NOT NULL,
    "at" BIGINT NOT NULL,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbound_receipt" (
    "key" TEXT NOT NULL,
    "member_id" TEXT,
    "at" BIGINT NOT NULL,

    CONSTRAINT "inbound_receipt_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "member_id" TEXT,
    "lane" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "priority" INTEGER NOT NULL,
    "payload" BYTEA NOT NULL,
    "attempts" INTEGER NOT NULL,
    "not_before" BIGINT NOT NULL,
    "leased_until" BIGINT NOT NULL,
    "leased_by" TEXT,
    "state" TEXT NOT NULL,
    "code" TEXT,
    "nudge_date" TEXT,
    "created_at" BIGINT NOT NULL,
    "settled_at" BIGINT,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "nudge_schedule" (
    "id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "slot" TEXT NOT NULL,
    "time" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "days" INTEGER[],
    "active" BOOLEAN NOT NULL,
    "ignored" INTEGER NOT NULL,
    "every" INTEGER NOT NULL,
    "next_run_at" BIGINT,

    CONSTRAINT "nudge_schedule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "occurrence" (
    "id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "date" TEXT NOT NULL,
    "slot" TEXT NOT NULL,
    "due_at" BIGINT NOT NULL,
    "created_at" BIGINT NOT NULL,
    "settled_at" BIGINT,
    "outcome" TEXT,

    CONSTRAINT "occurrence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "timer" (
    "id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "due_at" BIGINT NOT NULL,

    CONSTRAINT "timer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "crisis_episode" (
    "id" TEXT NOT NULL,
    "member_id" TEXT NOT NULL,
    "opened_at" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "last_heard_at" BIGINT NOT NULL,
    "safe_said_at" BIGINT[],
    "asked" INTEGER NOT NULL,
    "quiet" BOOLEAN NOT NULL,
    "closed_at" BIGINT,

    CONSTRAINT "crisis_episode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "data_key" (
    "id" INTEGER NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "lookup_check" TEXT NOT NULL,

    CONSTRAINT "data_key_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "account_key_key" ON "account"("key");

-- CreateIndex
CREATE INDEX "account_member_id_idx" ON "account"("member_id");

-- CreateIndex
CREATE INDEX "consent_member_id_purpose_seq_idx" ON "consent"("member_id", "purpose", "seq");

-- CreateIndex
CREATE INDEX "flow_run_member_id_idx" ON "flow_run"("member_id");

-- CreateIndex
CREATE INDEX "answer_member_id_at_seq_idx" ON "answer"("member_id", "at", "seq");

-- CreateIndex
CREATE INDEX "message_member_id_at_seq_idx" ON "message"("member_id", "at", "seq");

-- CreateIndex
CREATE INDEX "message_at_idx" ON "message"("at");

-- CreateIndex
CREATE INDEX "inbound_receipt_member_id_idx" ON "inbound_receipt"("member_id");

-- CreateIndex
CREATE INDEX "inbound_receipt_at_idx" ON "inbound_receipt"("at");

-- CreateIndex
CREATE INDEX "outbox_state_lane_priority_seq_idx" ON "outbox"("state", "lane", "priority", "seq");

-- CreateIndex
CREATE INDEX "outbox_member_id_nudge_date_idx" ON "outbox"("member_id", "nudge_date");

-- CreateIndex
CREATE INDEX "outbox_settled_at_idx" ON "outbox"("settled_at");

-- CreateIndex
CREATE INDEX "nudge_schedule_next_run_at_idx" ON "nudge_schedule"("next_run_at");

-- CreateIndex
CREATE UNIQUE INDEX "nudge_schedule_member_id_kind_slot_key" ON "nudge_schedule"("member_id", "kind", "slot");

-- CreateIndex
CREATE INDEX "occurrence_settled_at_created_at_idx" ON "occurrence"("settled_at", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "occurrence_member_id_kind_date_slot_key" ON "occurrence"("member_id", "kind", "date", "slot");

-- CreateIndex
CREATE INDEX "timer_member_id_idx" ON "timer"("member_id");

-- CreateIndex
CREATE INDEX "timer_due_at_idx" ON "timer"("due_at");

-- CreateIndex
CREATE INDEX "crisis_episode_member_id_closed_at_idx" ON "crisis_episode"("member_id", "closed_at");

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "flow_run" ADD CONSTRAINT "flow_run_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "answer" ADD CONSTRAINT "answer_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inbound_receipt" ADD CONSTRAINT "inbound_receipt_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "nudge_schedule" ADD CONSTRAINT "nudge_schedule_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "occurrence" ADD CONSTRAINT "occurrence_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "timer" ADD CONSTRAINT "timer_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "crisis_episode" ADD CONSTRAINT "crisis_episode_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;
