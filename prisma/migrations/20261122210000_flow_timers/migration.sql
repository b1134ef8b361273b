-- AlterTable
ALTER TABLE "occurrence" ADD COLUMN     "about" TEXT;

-- AlterTable
ALTER TABLE "timer" ADD COLUMN     "about" TEXT,
ADD COLUMN     "counted_from" BIGINT,
ADD COLUMN     "sent_with" TEXT;
